package io.weir.faults;

import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.time.Instant;
import java.util.Locale;

/**
 * A service whose requests fail for a while, and so where its alert stands when alerting is killed
 * at {@link #KILL}. Times are seconds of one course of events; the alert begins within half a
 * minute of the first bad window, and is over five minutes after the last one, when none is left in
 * the short window.
 */
enum AlertStory {
  /** All is well at the kill. It begins while nobody looks. */
  BEGINS_WHILE_AWAY(610, 940),
  /** It is on its way to people at the kill. */
  BEGINS_AT_THE_KILL(580, 940),
  /** People know of it at the kill, and it goes on. */
  GOES_ON(180, 940),
  /** Its end is on its way at the kill. */
  ENDS_AT_THE_KILL(180, 300),
  /** People know of it at the kill. It ends while nobody looks. */
  ENDS_WHILE_AWAY(180, 610);

  /** Three of them are open from here on. */
  static final int OPEN = 300;

  /** The last windows before the kill. */
  static final int KILL = 610;

  /** The last windows that are written while alerting is away. */
  static final int BACK = 940;

  /** All is well again. */
  static final int END = 1270;

  static final int STEP = 10;
  private static final long TOTAL = 1000;
  private static final long BAD = 600;

  private final int badFrom;
  private final int badUntil;

  AlertStory(int badFrom, int badUntil) {
    this.badFrom = badFrom;
    this.badUntil = badUntil;
  }

  /** The name of the service and of its objective in a run. */
  String service(String run) {
    return run + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its requests in ten seconds. */
  SliWindow window(String run, Instant start, int second) {
    long bad = second >= badFrom && second < badUntil ? BAD : 0;
    return SliWindow.newBuilder()
        .setIndicator("http-availability")
        .setServer(
            Peer.newBuilder()
                .setCluster("c1")
                .setNamespace("shop")
                .setKind("Deployment")
                .setName(service(run)))
        .setWindow(
            Window.newBuilder()
                .setStartNs(start.plusSeconds(second).getEpochSecond() * 1_000_000_000L)
                .setLengthNs(STEP * 1_000_000_000L))
        .setGood(TOTAL - bad)
        .setTotal(TOTAL)
        .build();
  }

  /** An objective with one rule, which pages. */
  String document(String run) {
    return """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: %1$s
          annotations:
            weir.io/burn-windows: page 2%% 1h/5m
            weir.io/notices: none
        spec:
          service: %1$s
          indicator:
            metadata: {name: %1$s-responses}
            spec:
              ratioMetric:
                raw:
                  metricSource:
                    type: weir
                    spec: {indicator: http-availability, service: shop/%1$s}
                rawType: success
          timeWindow:
            - {duration: 30d, isRolling: true}
          budgetingMethod: Occurrences
          objectives:
            - {target: 0.999}
        """
        .formatted(service(run));
  }
}
