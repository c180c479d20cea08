package io.weir.dashboards.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong at one layer, as counts.
 *
 * @param layer where
 * @param bad events that failed there, {@code 0 <= bad <= total}
 * @param total events that could have
 */
public record Finding(Layer layer, long bad, long total) {
  /** The share of bad, 0 to 1; 0 when nothing was counted. */
  public double ratio() {
    return total == 0 ? 0 : (double) bad / total;
  }

  /** What that share means. */
  public Health health() {
    return Health.of(bad, total);
  }

  /** One for each layer that anything was counted at; the one that says most about calls first. */
  public static List<Finding> of(Traffic traffic) {
    List<Finding> findings = new ArrayList<>();
    traffic.http().ifPresent(h -> add(findings, Layer.HTTP_5XX, h.serverErrors(), h.responses()));
    traffic.dns().ifPresent(d -> add(findings, Layer.DNS, d.failed(), d.settled()));
    traffic.tcp().ifPresent(t -> add(findings, Layer.CONNECT, t.failed(), t.attempts()));
    traffic.tcp().ifPresent(t -> add(findings, Layer.RESET, t.reset(), t.closed()));
    long dropped = traffic.dropped();
    long denied = traffic.denied();
    long packets = dropped + traffic.forwarded();
    add(findings, Layer.DROPS, dropped - denied, packets);
    add(findings, Layer.POLICY, denied, packets);
    return findings;
  }

  private static void add(List<Finding> findings, Layer layer, long bad, long total) {
    if (total > 0) {
      findings.add(new Finding(layer, bad, total));
    }
  }

  /**
   * The one that speaks: the worst health; of equally bad ones the first layer in the order of
   * cause, of healthy ones the largest share of bad. Empty when nothing was counted.
   */
  public static Optional<Finding> worst(Traffic traffic) {
    Comparator<Finding> byHealth = Comparator.comparing(Finding::health);
    Comparator<Finding> byCause =
        Comparator.comparing(Finding::layer, Comparator.<Layer>naturalOrder().reversed());
    return of(traffic).stream()
        .reduce(
            (a, b) -> {
              int order =
                  byHealth
                      .thenComparing(
                          a.health() == Health.OK ? Comparator.comparing(Finding::ratio) : byCause)
                      .compare(a, b);
              return order >= 0 ? a : b;
            });
  }
}
