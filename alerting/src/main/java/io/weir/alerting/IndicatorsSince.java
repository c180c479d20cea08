package io.weir.alerting;

import io.weir.alerting.slo.Slo;
import io.weir.slo.v1.SloDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * From when on the windows of an indicator mean what they mean now: of one's own, since it was
 * defined like that; of the others, always.
 */
final class IndicatorsSince implements ToLongFunction<Slo> {
  private static final long NS_PER_MS = 1_000_000;

  private final Supplier<List<SloDefinition>> wanted;
  private final Supplier<Optional<Collection<SloDefinition>>> standing;

  /**
   * @param wanted what the documents define
   * @param standing what {@code weir.slos.v1} says, by which the jobs count; empty while it is read
   */
  IndicatorsSince(
      Supplier<List<SloDefinition>> wanted,
      Supplier<Optional<Collection<SloDefinition>>> standing) {
    this.wanted = wanted;
    this.standing = standing;
  }

  /**
   * Milliseconds since the epoch; {@code Long.MAX_VALUE} when the jobs do not count it yet.
   *
   * @throws IllegalStateException while nobody knows
   */
  @Override
  public long applyAsLong(Slo slo) {
    String indicator = slo.selector().indicator();
    return wanted.get().stream()
        .flatMap(definition -> definition.getCustomList().stream())
        .filter(custom -> custom.getName().equals(indicator))
        .findFirst()
        .map(
            custom ->
                standing().stream()
                    .filter(definition -> definition.getCustomList().contains(custom))
                    .mapToLong(definition -> definition.getEffectiveFromNs() / NS_PER_MS)
                    .min()
                    .orElse(Long.MAX_VALUE))
        .orElse(0L);
  }

  private Collection<SloDefinition> standing() {
    return standing
        .get()
        .orElseThrow(() -> new IllegalStateException("Definitions of indicators are being read."));
  }
}
