package io.weir.collector.source.probe;

import io.weir.event.v1.Probe.FailureClass;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs {@link HttpGet} probes. Speaks HTTP/1.1 itself, one request per connection, because the
 * point is how long each phase takes and the JVM's client does not tell.
 */
final class HttpProber implements Prober {
  private static final int REQUESTS_MAX = 10;
  // So that a read's own timeout, which says more than a closed socket, comes first.
  private static final int GRACE_MS = 5;
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  private final HttpGet spec;
  private final Dialer dialer;
  private final Watchdog watchdog;
  private final String agent;
  private final Optional<Pattern> expectBody;

  HttpProber(HttpGet spec, Dialer dialer, Watchdog watchdog, String agent) {
    this.spec = spec;
    this.dialer = dialer;
    this.watchdog = watchdog;
    this.agent = agent;
    this.expectBody = spec.expectBody().map(Pattern::compile);
  }

  @Override
  public String handler() {
    return "httpGet";
  }

  @Override
  public String target() {
    return spec.url().toString();
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException, ProbeFailure, InterruptedException {
    URI url = spec.url();
    for (int request = 1; ; request++) {
      var response = exchange(url, attempt);
      var redirect = redirect(url, response);
      if (redirect.isEmpty()) {
        return judge(response);
      }
      URI next = redirect.get();
      if (!url.getHost().equalsIgnoreCase(next.getHost())) {
        return Outcome.warning(
            response.status(), "redirected to another host, not followed: " + next);
      }
      if (request >= REQUESTS_MAX) {
        throw new ProbeFailure(
            FailureClass.STATUS, response.status(), "stopped after " + REQUESTS_MAX + " redirects");
      }
      url = next;
    }
  }

  private HttpResponse exchange(URI url, Attempt attempt)
      throws IOException, ProbeFailure, InterruptedException {
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : https ? 443 : 80;
    try (Socket plain = dialer.connect(url.getHost(), port, attempt);
        var watch = watchdog.watch(plain, attempt.remainingMs() + GRACE_MS)) {
      Socket socket =
          https
              ? TlsHandshake.begin(plain, bare(url.getHost()), port, spec.verifyTls(), attempt)
              : plain;
      attempt.phase(Attempt.PROCESSING);
      socket.setSoTimeout(attempt.remainingMs());
      socket.getOutputStream().write(request(url).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return HttpResponse.read(
          new BufferedInputStream(socket.getInputStream()),
          () -> {
            if (!attempt.phase().equals(Attempt.TRANSFER)) {
              attempt.phase(Attempt.TRANSFER);
            }
          });
    } catch (ProtocolException | EOFException e) {
      if (attempt.isExpired()) {
        throw e;
      }
      throw new ProbeFailure(FailureClass.CONTENT, -1, e.getMessage());
    }
  }

  private String request(URI url) {
    var lines = new ArrayList<String>();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    lines.add(
        "GET " + (url.getRawQuery() == null ? path : path + "?" + url.getRawQuery()) + " HTTP/1.1");
    add(lines, "Host", url.getPort() > 0 ? url.getHost() + ":" + url.getPort() : url.getHost());
    add(lines, "User-Agent", agent);
    add(lines, "Accept", "*/*");
    lines.add("Connection: close");
    for (HttpHeader header : spec.httpHeaders()) {
      lines.add(header.name() + ": " + header.value());
    }
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private void add(List<String> lines, String name, String value) {
    if (spec.httpHeaders().stream().noneMatch(header -> header.name().equalsIgnoreCase(name))) {
      lines.add(name + ": " + value);
    }
  }

  private Outcome judge(HttpResponse response) throws ProbeFailure {
    int status = response.status();
    if (status < 200 || status >= 400) {
      throw new ProbeFailure(
          FailureClass.STATUS, status, "answered " + status + " (expected: 200 to 399)");
    }
    if (expectBody.isPresent() && !expectBody.get().matcher(response.body()).find()) {
      throw new ProbeFailure(
          FailureClass.CONTENT, status, "the body does not match " + expectBody.get().pattern());
    }
    return Outcome.good(status);
  }

  /** Where the response sends us; empty if nowhere that can be asked by HTTP. */
  private static Optional<URI> redirect(URI from, HttpResponse response) throws ProbeFailure {
    var location = response.header("location");
    if (!REDIRECTS.contains(response.status()) || location.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI to = from.resolve(location.get());
      String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
      if (to.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw new IllegalArgumentException("no host");
      }
      return Optional.of(to);
    } catch (IllegalArgumentException e) {
      throw new ProbeFailure(
          FailureClass.STATUS, response.status(), "redirected to " + location.get());
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
