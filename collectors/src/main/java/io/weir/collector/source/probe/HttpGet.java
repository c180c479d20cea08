package io.weir.collector.source.probe;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Asks a web server; good is a status from 200 to 399. Redirects are followed at most 10 times on
 * the same host; one to another host ends the probe as good with a warning.
 *
 * @param path with its query, from the {@code /}
 * @param port 1 to 65535; a number, since a host has no named ports
 * @param host name or address; default is this host
 * @param scheme HTTPS does not check the certificate, as the kubelet does not
 * @param httpHeaders sent as they are, in place of ours of the same name
 * @param verifyTls checks certificate and host name after all
 * @param expectBody regular expression to be found in the first 64 KiB of the body
 */
public record HttpGet(
    String path,
    int port,
    String host,
    Scheme scheme,
    List<HttpHeader> httpHeaders,
    boolean verifyTls,
    Optional<String> expectBody) {
  public static final HttpGet DEFAULT =
      new HttpGet("/", 80, "127.0.0.1", Scheme.HTTP, List.of(), false, Optional.empty());

  /** Of the URL. */
  public enum Scheme {
    HTTP,
    HTTPS
  }

  public HttpGet {
    httpHeaders = List.copyOf(httpHeaders);
    Checks.port(port);
    Checks.host(host);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: " + path + " (expected: begins with /)");
    }
    url(scheme, host, port, path);
    expectBody.ifPresent(
        pattern -> {
          try {
            Pattern.compile(pattern);
          } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                "expectBody: " + pattern + " (expected: a regular expression)", e);
          }
        });
  }

  URI url() {
    return url(scheme, host, port, path);
  }

  private static URI url(Scheme scheme, String host, int port, String path) {
    try {
      return URI.create(
          (scheme == Scheme.HTTPS ? "https://" : "http://") + Checks.hostPort(host, port) + path);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("path: " + path + " (expected: part of a URL)", e);
    }
  }
}
