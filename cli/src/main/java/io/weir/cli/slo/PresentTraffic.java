package io.weir.cli.slo;

import io.weir.alerting.openslo.Lint;
import io.weir.alerting.slo.Slo;
import io.weir.cli.question.ApiClient;
import io.weir.cli.question.QuestionException;
import io.weir.series.v1.SliWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How busy objectives are, by what a running Weir counted in the last hour. Immutable. */
final class PresentTraffic implements Lint.Traffic {
  private static final Duration LOOK = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int NAMES_MAX = 5;

  private final List<Slo> slos;
  private final Map<String, Double> perSecond;

  private PresentTraffic(List<Slo> slos, Map<String, Double> perSecond) {
    this.slos = List.copyOf(slos);
    this.perSecond = Map.copyOf(perSecond);
  }

  /**
   * Asks for the whole minutes of the last hour, or of what there is of it.
   *
   * @throws QuestionException if nobody answers
   */
  static PresentTraffic read(ApiClient api, List<Slo> slos, Instant now)
      throws QuestionException, InterruptedException {
    PastWindows windows =
        new PastWindows(
            api, SliQuery.of(slos.stream().map(Slo::selector).distinct().toList()), STEP);
    Instant to = now.truncatedTo(ChronoUnit.MINUTES);
    Instant from = to.minus(LOOK);
    Optional<Instant> known =
        windows
            .archiveBegin(now)
            .map(begin -> begin.truncatedTo(ChronoUnit.MINUTES))
            .map(begin -> begin.isAfter(from) ? begin : from)
            .filter(begin -> begin.isBefore(to));
    Map<String, Map<String, Long>> counted = new HashMap<>();
    if (known.isPresent()) {
      windows.read(known.get(), to, window -> add(slos, window, counted), at -> {});
    }
    double seconds = known.map(begin -> Duration.between(begin, to).toSeconds()).orElse(1L);
    Map<String, Double> perSecond = new HashMap<>();
    counted.forEach(
        (slo, matches) ->
            matches.values().stream()
                .filter(events -> events > 0)
                .min(Long::compare)
                .ifPresent(fewest -> perSecond.put(slo, fewest / seconds)));
    return new PresentTraffic(slos, perSecond);
  }

  private static void add(
      List<Slo> slos, SliWindow window, Map<String, Map<String, Long>> counted) {
    for (Slo slo : slos) {
      if (slo.selector().matches(window)) {
        counted
            .computeIfAbsent(slo.id(), id -> new HashMap<>())
            .merge(slo.selector().fanOutKey(window), window.getTotal(), Long::sum);
      }
    }
  }

  @Override
  public OptionalDouble of(Slo slo) {
    Double known = perSecond.get(slo.id());
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
  }

  /** Of which objectives nothing was counted. */
  Optional<String> note() {
    List<String> silent =
        slos.stream().map(Slo::id).filter(id -> !perSecond.containsKey(id)).toList();
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "No events in the last hour, so how often chance would fire is not known: "
                + String.join(", ", silent.subList(0, Math.min(NAMES_MAX, silent.size())))
                + (silent.size() > NAMES_MAX ? ", … (" + silent.size() + ")" : ""));
  }
}
