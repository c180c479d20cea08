package io.weir.bench;

import io.weir.quality.Detection;
import io.weir.quality.Detection.Told;
import io.weir.quality.FaultCase.Acts;
import io.weir.quality.Quiet;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link AlertQualityBenchmark} measured, as tables that documents may take as they are. */
final class AlertQualityReport {
  private static final String NONE = "–";

  private final Acts acts;
  private final int seeds;
  private final double scale;
  private final StringBuilder text = new StringBuilder();

  AlertQualityReport(Acts acts, int seeds, double scale) {
    this.acts = acts;
    this.seeds = seeds;
    this.scale = scale;
  }

  /**
   * @param cases each with a run for each seed
   */
  String faults(List<List<Detection>> cases) {
    text.setLength(0);
    line(
        "%nFaults of %d min after %d quiet min, then %d min; seeds: %d; traffic times %s%n",
        acts.fault().toMinutes(), acts.quiet().toMinutes(), acts.after().toMinutes(), seeds, scale);
    line("Times are median and worst of the seeds that were paged.%n");
    line(
        "| fault | paged | first page after | by | true cause ranked | in first three"
            + " | pages | before the fault | over, after its end |");
    line("|---|---|---|---|---|---|---|---|---|");
    cases.forEach(this::fault);
    List<Detection> all = cases.stream().flatMap(List::stream).toList();
    line(
        "| all %d | %s | %s | | %s | %s | %d | %d | %s |",
        cases.size(),
        share(all.stream().filter(one -> one.first().isPresent()).count(), all.size()),
        times(all.stream().flatMap(one -> one.first().stream()).map(Told::after)),
        ranks(all),
        share(shown(all), all.size()),
        all.stream().mapToInt(Detection::told).sum(),
        all.stream().mapToInt(Detection::early).sum(),
        times(all.stream().flatMap(one -> one.over().stream())));
    notes(all);
    return text.toString();
  }

  private void fault(List<Detection> runs) {
    line(
        "| `%s` | %s | %s | %s | %s | %s | %s | %d | %s |",
        runs.get(0).name(),
        share(runs.stream().filter(one -> one.first().isPresent()).count(), runs.size()),
        times(runs.stream().flatMap(one -> one.first().stream()).map(Told::after)),
        by(runs),
        ranks(runs),
        share(shown(runs), runs.size()),
        runs.stream().map(one -> String.valueOf(one.told())).collect(Collectors.joining(", ")),
        runs.stream().mapToInt(Detection::early).sum(),
        times(runs.stream().flatMap(one -> one.over().stream())));
  }

  private static long shown(List<Detection> runs) {
    return runs.stream()
        .filter(one -> one.first().filter(Told::isTrueCauseShown).isPresent())
        .count();
  }

  private static String by(List<Detection> runs) {
    String by =
        runs.stream()
            .flatMap(one -> one.first().stream())
            .map(told -> told.objective() + " " + told.rule())
            .distinct()
            .collect(Collectors.joining(", "));
    return by.isEmpty() ? NONE : by;
  }

  /** As they came; 0 would be read as best. */
  private static String ranks(List<Detection> runs) {
    List<Integer> ranks =
        runs.stream()
            .flatMap(one -> one.first().stream())
            .map(told -> told.rank() == 0 ? Integer.MAX_VALUE : told.rank())
            .sorted()
            .toList();
    return ranks.isEmpty()
        ? NONE
        : rank(ranks.get(ranks.size() / 2)) + ", " + rank(ranks.get(ranks.size() - 1));
  }

  private static String rank(int rank) {
    return rank == Integer.MAX_VALUE ? "not named" : String.valueOf(rank);
  }

  /** Why a run is no good, with what was said instead. */
  private void notes(List<Detection> all) {
    line("");
    for (Detection one : all) {
      Optional<Told> first = one.first();
      String seed = one.name() + ", seed " + one.seed() + ": ";
      if (first.isEmpty()) {
        line(
            "%snobody was paged; nearest %s %s, at %.2f of its threshold%s",
            seed,
            one.nearest().objective(),
            one.nearest().rule(),
            one.nearest().share(),
            one.nearest().heldBack().isEmpty() ? "" : ", held back: " + one.nearest().heldBack());
      } else if (!first.get().isTrueCauseShown()) {
        line("%s%s says: %s", seed, first.get().objective(), first.get().diagnosis().sentence());
        first.get().diagnosis().causes().stream()
            .limit(Told.SHOWN)
            .forEach(cause -> line("    %.2f %s", cause.score().value(), cause.sentence()));
      }
      if (one.early() > 0) {
        line("%s%d pages before the fault", seed, one.early());
      }
      if (first.isPresent() && one.over().isEmpty()) {
        line("%s%s", seed, "a page is still open hours after the fault: " + one.paging());
      }
    }
  }

  String quiet(List<Quiet> months) {
    text.setLength(0);
    if (months.isEmpty()) {
      return "";
    }
    line("%nQuiet days. Events a minute are means of day and night.%n");
    line(
        "| cluster | traffic | days | objectives | events a minute, least to most"
            + " | largest share of a budget spent | pages | tickets | pages without the guard |");
    line("|---|---|---|---|---|---|---|---|---|");
    for (Quiet month : months) {
      line(
          "| `%s` | %s | %d | %d | %.2f to %.0f | %.0f %% | %d | %d | %s |",
          month.name(),
          month.traffic(),
          month.played().toDays(),
          month.objectives(),
          month.leastPerMinute(),
          month.perMinute(),
          100 * month.spent(),
          month.pages().size(),
          month.tickets().size(),
          month.boldPages().map(String::valueOf).orElse(NONE));
    }
    line(
        "| all %d | | %d | | | | %d | %d | %d |",
        months.size(),
        months.stream().mapToLong(month -> month.played().toDays()).sum(),
        months.stream().mapToInt(month -> month.pages().size()).sum(),
        months.stream().mapToInt(month -> month.tickets().size()).sum(),
        months.stream().mapToInt(month -> month.boldPages().orElse(0)).sum());
    line("");
    for (Quiet month : months) {
      Stream.concat(month.pages().stream(), month.tickets().stream())
          .forEach(told -> line("%s, %s traffic: %s", month.name(), month.traffic(), told));
    }
    return text.toString();
  }

  private static String share(long of, int all) {
    return of + "/" + all;
  }

  private static String times(Stream<Duration> durations) {
    List<Duration> sorted = durations.sorted(Comparator.naturalOrder()).toList();
    return sorted.isEmpty()
        ? NONE
        : time(sorted.get(sorted.size() / 2)) + ", " + time(sorted.get(sorted.size() - 1));
  }

  private static String time(Duration time) {
    return time.toMinutes() + ":" + String.format(Locale.ROOT, "%02d", time.toSecondsPart());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
