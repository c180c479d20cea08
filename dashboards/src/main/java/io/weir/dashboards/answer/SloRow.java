package io.weir.dashboards.answer;

import io.weir.slo.v1.SloStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one objective stands.
 *
 * @param slo its id
 * @param service whom it is about
 * @param indicator as in {@code weir.slis.v1}
 * @param objective share of events that shall be good
 * @param state the worst of its rules: {@code firing}, {@code recovering}, {@code increasing},
 *     {@code frozen}, {@code no-data} or {@code ok}
 * @param since when that state began; absent before any rule changed
 * @param sli share of good events in the period; absent without events
 * @param bad events of the period
 * @param total events of the period
 * @param lost events known to be missing from the period: {@code bad} may be that much larger
 * @param budgetLeft share of a whole period's budget; negative when overspent
 * @param badLeft bad events that may still come in a whole period; negative when overspent
 * @param periodSeconds length of the period
 * @param partial counting began after the period did
 * @param burn by window, shortest first
 * @param open rules whose alert is open
 * @param heldBack why a rule does not fire although its burn rates meet the threshold, or empty
 * @param periodStart when the present period began
 * @param budgetingMethod {@code Occurrences}, {@code Timeslices} or {@code RatioTimeslices}; absent
 *     where an older version writes
 * @param selector which series of {@code indicator} count; absent where an older version writes
 * @param updatedAt end of the newest window that counts
 */
public record SloRow(
    String slo,
    String service,
    String indicator,
    double objective,
    String state,
    Optional<Instant> since,
    Optional<Double> sli,
    long bad,
    long total,
    long lost,
    double budgetLeft,
    double badLeft,
    long periodSeconds,
    boolean partial,
    List<Burn> burn,
    List<String> open,
    String heldBack,
    Instant periodStart,
    Optional<String> budgetingMethod,
    Optional<Selector> selector,
    Instant updatedAt) {
  /**
   * What a window holds.
   *
   * @param window {@code 5m}, {@code 1h}, {@code 3d}
   * @param rate 1 spends exactly the budget in a period
   */
  public record Burn(String window, double rate, long bad, long total, long lost) {}

  /**
   * Which series count. Peers are {@code cluster/namespace/kind/name} with {@code *} for any text;
   * what is absent may be any. Of a service's series client, port and protocol are absent.
   *
   * @param probe id of a probe, {@code *} for any; then there is no server
   * @param fanOut {@code service} or {@code edge}: the objective is for one match alone, named in
   *     brackets at the end of its id; else {@code none}
   */
  public record Selector(
      Optional<String> server,
      Optional<String> client,
      Optional<Integer> port,
      Optional<String> protocol,
      Optional<String> probe,
      String fanOut) {
    static Selector of(SloStatus.Selector selector) {
      return new Selector(
          text(selector.getServer()),
          text(selector.getClient()),
          Optional.of(selector.getPort()).filter(port -> port != 0),
          text(selector.getProtocol()),
          text(selector.getProbe()),
          selector.getFanOut().toLowerCase(Locale.ROOT));
    }
  }

  private static Optional<String> text(String text) {
    return Optional.of(text).filter(one -> !one.isEmpty());
  }

  static SloRow of(SloStatus status) {
    var period = status.getInPeriod();
    return new SloRow(
        status.getSlo(),
        status.getService(),
        status.getIndicator(),
        status.getObjective(),
        Words.state(status.getState()),
        AlertRow.time(status.getSinceNs()),
        period.getTotal() == 0
            ? Optional.empty()
            : Optional.of(1 - (double) period.getBad() / period.getTotal()),
        period.getBad(),
        period.getTotal(),
        period.getLost(),
        status.getBudgetLeft(),
        status.getBadLeft(),
        Duration.ofNanos(status.getPeriodNs()).toSeconds(),
        status.getPartial(),
        status.getBurnList().stream()
            .map(
                burn ->
                    new Burn(
                        Words.duration(Duration.ofNanos(burn.getWindowNs())),
                        burn.getRate(),
                        burn.getTally().getBad(),
                        burn.getTally().getTotal(),
                        burn.getTally().getLost()))
            .toList(),
        status.getOpenList(),
        status.getHeldBack(),
        TimeRange.instant(status.getPeriodStartNs()),
        text(status.getBudgetingMethod()),
        status.hasSelector() ? Optional.of(Selector.of(status.getSelector())) : Optional.empty(),
        TimeRange.instant(status.getUpdatedNs()));
  }

  /** Whether somebody should look. */
  public boolean isBurning() {
    return !open.isEmpty();
  }
}
