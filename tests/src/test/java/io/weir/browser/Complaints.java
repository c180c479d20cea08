package io.weir.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.openqa.selenium.logging.LogEntry;

/**
 * What a page must not do, read from the browser's own logs: errors on the console, violations of
 * its content security policy, requests to another host.
 */
final class Complaints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY = "Content Security Policy";

  /** Made by the page itself or by the browser, without the network. */
  private static final Set<String> LOCAL = Set.of("data", "blob", "about", "chrome");

  /** The browser resolves no name, so that nothing but this can be asked. */
  private static final String HOST = "127.0.0.1";

  private Complaints() {}

  /** Of the console: errors that nobody caught, and what could not be loaded or was refused. */
  static List<String> ofConsole(Iterable<LogEntry> console) {
    List<String> complaints = new ArrayList<>();
    for (LogEntry entry : console) {
      if (entry.getMessage().contains(POLICY)) {
        complaints.add("content security policy: " + entry.getMessage());
      } else if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
        complaints.add("console: " + entry.getMessage());
      }
    }
    return complaints;
  }

  /** Of what was asked of the network: one for each request that is not to this host. */
  static List<String> ofNetwork(Iterable<LogEntry> events) {
    List<String> complaints = new ArrayList<>();
    for (LogEntry entry : events) {
      JsonNode event = parse(entry.getMessage()).path("message");
      String url =
          switch (event.path("method").asText()) {
            case "Network.requestWillBeSent" -> event.at("/params/request/url").asText();
            case "Network.webSocketCreated" -> event.at("/params/url").asText();
            default -> "";
          };
      if (!url.isEmpty() && !isOwn(url)) {
        complaints.add("request to another host: " + url);
      }
    }
    return complaints;
  }

  private static boolean isOwn(String url) {
    String scheme = url.substring(0, Math.max(0, url.indexOf(':')));
    return LOCAL.contains(scheme) || HOST.equals(URI.create(url).getHost());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + json, e);
    }
  }
}
