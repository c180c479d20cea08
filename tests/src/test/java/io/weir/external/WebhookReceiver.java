package io.weir.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What reaches people: takes the webhooks that Alertmanager sends, version 4, and keeps them. */
public final class WebhookReceiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One alert of a post.
   *
   * @param status {@code firing} or {@code resolved}
   * @param labels with the names of their values
   */
  public record Message(
      String status, JsonNode labels, Instant startsAt, Instant endsAt, String fingerprint) {
    /** The value of a label; empty without. */
    public String label(String name) {
      return labels.path(name).asText();
    }

    private static Message of(JsonNode alert) {
      return new Message(
          alert.path("status").asText(),
          alert.path("labels"),
          Instant.parse(alert.path("startsAt").asText()),
          Instant.parse(alert.path("endsAt").asText()),
          alert.path("fingerprint").asText());
    }
  }

  private final HttpServer server;
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  private WebhookReceiver(HttpServer server) {
    this.server = server;
  }

  public static WebhookReceiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    WebhookReceiver receiver = new WebhookReceiver(server);
    server.createContext("/", receiver::take);
    server.start();
    return receiver;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      try {
        JsonNode post = JSON.readTree(body);
        if (!post.path("version").asText().equals("4") || !post.path("alerts").isArray()) {
          throw new IllegalArgumentException("no webhook of version 4");
        }
        post.path("alerts").forEach(alert -> messages.add(Message.of(alert)));
        exchange.sendResponseHeaders(200, -1);
      } catch (IOException | RuntimeException e) {
        refused.add(e + ": " + new String(body, StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(400, -1);
      }
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** Everything so far, in the order in which it came. */
  public List<Message> messages() {
    return messages;
  }

  /** What was no webhook as Alertmanager sends them; empty when all is well. */
  public List<String> refused() {
    return refused;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
