package io.weir.collector.export;

import io.weir.collector.net.Channels;
import io.weir.collector.net.TlsConfig;
import java.time.Duration;

/**
 * How the collector sends to the relay.
 *
 * @param relay the relay's ingest address, {@code host:port} or {@code tls://host:port}
 * @param tls TLS towards the relay
 * @param batchEventsMax events in one message
 * @param batchBytes about how large a message gets; a single larger event is sent alone
 * @param inFlightEventsMax events that are sent and not acknowledged; the relay's credit may ask
 *     for less
 * @param reportEvery how often the relay is told that this collector lives, and what it saw; {@code
 *     0s} never. A relay calls its nodes unavailable after 30 s of silence, see {@code
 *     observe.unavailable-after}
 * @param backoffMin first pause after a failed connection
 * @param backoffMax longest pause
 */
public record ExportConfig(
    String relay,
    TlsConfig tls,
    int batchEventsMax,
    long batchBytes,
    int inFlightEventsMax,
    Duration reportEvery,
    Duration backoffMin,
    Duration backoffMax) {
  public static final ExportConfig DEFAULT =
      new ExportConfig(
          "127.0.0.1:4245",
          TlsConfig.DEFAULT,
          1000,
          1 << 20,
          50_000,
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(10));

  public ExportConfig {
    check(Channels.isAddress(relay), "relay", relay, "host:port or tls://host:port");
    check(batchEventsMax >= 1, "batch-events-max", batchEventsMax, "1 or more");
    check(batchBytes >= 1024 && batchBytes <= 8 << 20, "batch-bytes", batchBytes, "1KiB to 8MiB");
    check(inFlightEventsMax >= 1, "in-flight-events-max", inFlightEventsMax, "1 or more");
    check(
        reportEvery.isZero() || reportEvery.compareTo(Duration.ofMillis(100)) >= 0,
        "report-every",
        reportEvery,
        "0s, or 100ms or more");
    check(
        backoffMin.compareTo(Duration.ofMillis(1)) >= 0, "backoff-min", backoffMin, "1ms or more");
    check(
        backoffMax.compareTo(backoffMin) >= 0,
        "backoff-max",
        backoffMax,
        "at least backoff-min=" + backoffMin);
  }

  private static void check(boolean valid, String name, Object value, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }

  /** These settings with another relay. */
  public ExportConfig withRelay(String address) {
    return new ExportConfig(
        address,
        tls,
        batchEventsMax,
        batchBytes,
        inFlightEventsMax,
        reportEvery,
        backoffMin,
        backoffMax);
  }
}
