package io.weir.cli.observe;

import io.grpc.StatusRuntimeException;
import io.weir.flowtext.Colors;
import io.weir.query.v1.GetClocksRequest;
import io.weir.query.v1.NodeClock;
import io.weir.query.v1.QueryGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says whose clock is off by more than a second. What such a node reports counts in other windows
 * than it happened in, which nothing else would tell.
 */
public final class ClockWarnings {
  /** Smaller differences move few events, and are not worth a word. */
  static final Duration THRESHOLD = Duration.ofSeconds(1);

  private static final double NS_PER_SECOND = 1e9;

  private ClockWarnings() {}

  /** One line for each clock that is off; none where the server compares no clocks. */
  public static List<String> of(ObserverClient client) {
    try {
      return lines(
          client
              .limited(QueryGrpc.newBlockingStub(client.channel()))
              .getClocks(GetClocksRequest.getDefaultInstance())
              .getClocksList());
    } catch (StatusRuntimeException e) {
      return List.of(); // Hubble's own servers; a warning is not worth a failure
    }
  }

  static List<String> lines(List<NodeClock> clocks) {
    return clocks.stream().flatMap(clock -> line(clock).stream()).toList();
  }

  private static Optional<String> line(NodeClock clock) {
    long thresholdNs = THRESHOLD.toNanos();
    if (clock.getAheadLeastNs() > thresholdNs) {
      return Optional.of(line(clock, "ahead", "later"));
    }
    // Whatever way the report took, the clock is behind by that much.
    if (!clock.getFromEvents() && clock.getAheadMostNs() < -thresholdNs) {
      return Optional.of(line(clock, "behind", "earlier"));
    }
    return Optional.empty();
  }

  private static String line(NodeClock clock, String side, String windows) {
    double aheadNs = clock.getAheadLeastNs() / 2.0 + clock.getAheadMostNs() / 2.0;
    return String.format(
        Locale.ROOT,
        "Clock of %s is %s%.1f s %s: its events count in %s windows. Check its NTP.",
        Colors.escape(clock.getNode()),
        clock.getFromEvents() ? "at least " : "",
        Math.abs(aheadNs) / NS_PER_SECOND,
        side,
        windows);
  }
}
