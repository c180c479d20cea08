package io.weir.story;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A capture of our own making, with truth that needs no computing: a shop in which {@code web}
 * calls {@code cart} over HTTP, one request per connection, and {@code cart} is refused by {@code
 * db} at every tenth connection.
 *
 * <p>Each connection of {@code web} to {@code cart} is 6 flows: SYN, SYN-ACK, the request, the
 * response, and the two closing FINs. Every tenth is followed by 2 more: a SYN to {@code db} and
 * the RST that answers it. Connections begin 10 ms apart; the n-th response takes (n mod 100) + 1
 * ms and every 20th is a 503.
 */
final class MadeFlows {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private MadeFlows() {}

  /** Flows that {@code connections} make. */
  static int flows(int connections) {
    return connections * 6 + refused(connections) * 2;
  }

  /** Refused connections of {@code cart} to {@code db}. */
  static int refused(int connections) {
    return (connections + 9) / 10;
  }

  /** Responses with status 503. */
  static int unavailable(int connections) {
    return (connections + 19) / 20;
  }

  /** Writes the capture as Hubble JSON lines. */
  static Path write(Path file, int connections) throws IOException {
    return write(file, connections, Duration.ZERO);
  }

  /** The same, so much earlier. */
  static Path write(Path file, int connections, Duration earlier) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      write(out, connections, START.minus(earlier));
    }
    return file;
  }

  /** The same as it would be had it begun at another time. */
  static void write(Appendable out, int connections, Instant start) throws IOException {
    for (int i = 0; i < connections; i++) {
      connection(out, start, i);
    }
  }

  private static void connection(Appendable out, Instant start, int i) throws IOException {
    Instant at = start.plusMillis(i * 10L);
    // 50,000 ports, then the next client address: no connection shares its five-tuple with another.
    int port = 10_000 + i % 50_000;
    String web = "10.1.0." + (1 + i / 50_000);
    int latencyMs = i % 100 + 1;
    int status = i % 20 == 0 ? 503 : 200;
    line(out, at, tcp(web, port, "web", "10.1.1.1", 8080, "cart", "\"SYN\":true", false));
    line(
        out,
        at.plusMillis(1),
        tcp("10.1.1.1", 8080, "cart", web, port, "web", "\"SYN\":true,\"ACK\":true", true));
    line(
        out,
        at.plusMillis(2),
        l7(web, port, "web", "10.1.1.1", 8080, "cart", false)
            + ",\"l7\":{\"type\":\"REQUEST\",\"http\":{\"method\":\"GET\",\"url\":\"http://cart:8080/items/"
            + i
            + "\",\"protocol\":\"HTTP/1.1\"}}");
    line(
        out,
        at.plusMillis(2 + latencyMs),
        l7("10.1.1.1", 8080, "cart", web, port, "web", true)
            + ",\"l7\":{\"type\":\"RESPONSE\",\"latency_ns\":\""
            + latencyMs * 1_000_000L
            + "\",\"http\":{\"code\":"
            + status
            + ",\"method\":\"GET\",\"url\":\"http://cart:8080/items/"
            + i
            + "\",\"protocol\":\"HTTP/1.1\"}}");
    line(
        out,
        at.plusMillis(110),
        tcp(web, port, "web", "10.1.1.1", 8080, "cart", "\"FIN\":true,\"ACK\":true", false));
    line(
        out,
        at.plusMillis(111),
        tcp("10.1.1.1", 8080, "cart", web, port, "web", "\"FIN\":true,\"ACK\":true", true));
    if (i % 10 == 0) {
      String cart = "10.1.2." + (1 + i / 50_000);
      line(
          out,
          at.plusMillis(112),
          tcp(cart, port, "cart", "10.1.3.1", 5432, "db", "\"SYN\":true", false));
      line(
          out,
          at.plusMillis(113),
          tcp("10.1.3.1", 5432, "db", cart, port, "cart", "\"RST\":true,\"ACK\":true", true));
    }
  }

  private static void line(Appendable out, Instant time, String body) throws IOException {
    out.append(
        "{\"flow\":{\"time\":\""
            + time
            + "\",\"verdict\":\"FORWARDED\","
            + body
            + ",\"node_name\":\"made/n1\"},\"node_name\":\"made/n1\",\"time\":\""
            + time
            + "\"}\n");
  }

  private static String tcp(
      String from,
      int fromPort,
      String fromApp,
      String to,
      int toPort,
      String toApp,
      String flags,
      boolean reply) {
    return ends(from, fromPort, fromApp, to, toPort, toApp, ",\"flags\":{" + flags + "}")
        + ",\"Type\":\"L3_L4\",\"event_type\":{\"type\":4},\"is_reply\":"
        + reply;
  }

  private static String l7(
      String from,
      int fromPort,
      String fromApp,
      String to,
      int toPort,
      String toApp,
      boolean reply) {
    return ends(from, fromPort, fromApp, to, toPort, toApp, "")
        + ",\"Type\":\"L7\",\"event_type\":{\"type\":129},\"is_reply\":"
        + reply;
  }

  private static String ends(
      String from,
      int fromPort,
      String fromApp,
      String to,
      int toPort,
      String toApp,
      String flags) {
    return String.format(
        Locale.ROOT,
        "\"IP\":{\"source\":\"%s\",\"destination\":\"%s\",\"ipVersion\":\"IPv4\"},"
            + "\"l4\":{\"TCP\":{\"source_port\":%d,\"destination_port\":%d%s}},"
            + "\"source\":%s,\"destination\":%s",
        from,
        to,
        fromPort,
        toPort,
        flags,
        endpoint(fromApp),
        endpoint(toApp));
  }

  private static String endpoint(String app) {
    return "{\"cluster_name\":\"made\",\"namespace\":\"shop\",\"labels\":[\"k8s:app="
        + app
        + "\"],\"pod_name\":\""
        + app
        + "-0\",\"workloads\":[{\"name\":\""
        + app
        + "\",\"kind\":\"StatefulSet\"}]}";
  }
}
