package io.weir.dashboards.answer;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The past of one series of an indicator. What does not apply is absent: of a service its client,
 * port and protocol, of a probe all four.
 *
 * @param server the service, or the server of the edge
 * @param probe id of the probe
 * @param good events that met the indicator, over all windows
 * @param total events counted, over all windows
 * @param ratio good / total, 0 to 1; absent without events
 * @param windows those that hold something, ascending
 */
public record SliRow(
    String indicator,
    Optional<PeerView> client,
    Optional<PeerView> server,
    Optional<Integer> port,
    Optional<String> protocol,
    Optional<String> probe,
    long good,
    long total,
    OptionalDouble ratio,
    Windows windows) {
  /**
   * Windows of the answer's {@code windowSeconds}, side by side: the n-th of each belong together.
   * The arrays are the answer's own; nobody changes them.
   *
   * @param startMs when each begins, ms since the epoch
   * @param lost events known to be missing, on any node: the same ones in every series
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, written as JSON once
  public record Windows(long[] startMs, long[] good, long[] total, long[] lost) {}

  long bad() {
    return total - good;
  }

  /** {@code shop/checkout}, {@code shop/frontend → shop/checkout TCP:8080}, or a probe's id. */
  String label() {
    return probe.orElseGet(
        () ->
            client.map(from -> from.label() + " → ").orElse("")
                + server.map(PeerView::label).orElse("")
                + port.map(number -> " " + protocol.orElse("") + ":" + number).orElse(""));
  }
}
