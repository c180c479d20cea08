package io.weir.alerting.openslo;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What follows from objectives that are valid, and their authors may not have meant: rules that can
 * never fire, what they would miss, and how often they would be wrong. Pure.
 */
public final class Lint {
  private static final Duration DAY = Duration.ofDays(1);
  private static final double[] SHARES = {1, 0.1, 0.02};
  private static final double SLEEPLESS_PAGES = 1;

  // The usual rules of 28 days have 0.93: that is no mistake.
  private static final double WITHIN_BUDGET = 0.9;
  private static final long MONTH_SECONDS = 30L * 86_400;

  private final Findings findings = new Findings();
  private final Traffic traffic;
  private final Map<String, Place> places = new HashMap<>();

  /** How busy objectives are, for how often their rules would fire without reason. */
  public interface Traffic {
    /** Where nothing is known of it. */
    Traffic UNKNOWN = slo -> OptionalDouble.empty();

    /** Events a second that an objective counts; of a fan-out, its match with the fewest. */
    OptionalDouble of(Slo slo);
  }

  private Lint(Documents documents, Traffic traffic) {
    this.traffic = traffic;
    documents.objects().stream()
        .filter(OpenSloObject.Slo.class::isInstance)
        .forEach(slo -> places.put(slo.metadata().name().value(), slo.metadata().name().place()));
  }

  /** All findings: those of the documents, and what follows from them. */
  public static List<Finding> of(Documents documents, Compiled compiled, Traffic traffic) {
    Lint lint = new Lint(documents, traffic);
    compiled.slos().forEach(lint::slo);
    List<Finding> all = new ArrayList<>(compiled.findings());
    all.addAll(lint.findings.sorted());
    all.sort(Finding.BY_PLACE);
    return all.stream().distinct().toList();
  }

  private void slo(Slo slo) {
    int slash = slo.id().indexOf('/');
    String name = slash < 0 ? slo.id() : slo.id().substring(0, slash);
    Place place = places.getOrDefault(name, Place.file(name));
    if (slo.rules().burn().isEmpty()) {
      findings.warning(
          place, slo.id() + " alerts nobody", "leave alertPolicies out for the usual rules");
    }
    for (BurnRule rule : slo.rules().burn()) {
      rule(slo, rule, place);
    }
  }

  private void rule(Slo slo, BurnRule rule, Place place) {
    String what = slo.id() + ", rule " + rule.name();
    double budget = slo.objective().target().errorBudget().doubleValue();
    if (!rule.comparison().isUpwards()) {
      findings.warning(
          place,
          what
              + " fires while little burns ("
              + rule.comparison().name().toLowerCase(Locale.ROOT)
              + ")",
          "op: gte fires when much does");
      return;
    }
    if (!rule.canFire(slo.objective().target())) {
      findings.error(
          place,
          "%s can never fire: all events bad are a burn rate of %s, and its threshold is %s"
              .formatted(
                  what, number(slo.objective().target().burnRateMax()), number(rule.threshold())),
          "lower the threshold below "
              + number(slo.objective().target().burnRateMax())
              + ", or raise the target");
      return;
    }
    Duration period =
        slo.objective().period() instanceof Period.Rolling rolling ? rolling.length() : null;
    if (period != null && rule.longWindow().compareTo(period) > 0) {
      findings.warning(
          place,
          what + " looks back " + text(rule.longWindow()) + ", further than the period",
          "a window of at most " + text(period));
    }
    if (rule.threshold() < WITHIN_BUDGET) {
      findings.warning(
          place,
          what + " fires at a burn rate of " + number(rule.threshold()) + ", within the budget",
          "a threshold above 1, or a longer period");
    }
    if (period != null) {
      findings.info(place, what + detection(rule, budget, period));
    }
    falsePages(slo, rule, budget, what, place);
  }

  /** {@code W · B · EB / e}, and never where the share of errors is below {@code B · EB}. */
  private static String detection(BurnRule rule, double budget, Duration period) {
    StringBuilder text = new StringBuilder(" fires after");
    for (double share : SHARES) {
      double seconds =
          rule.longWindow().toSeconds() * rule.threshold() * budget / share
              + rule.after().toSeconds();
      boolean never = rule.threshold() * budget > share;
      text.append(share == 1 ? " " : ", ")
          .append(never ? "never" : text(Duration.ofSeconds(Math.max(10, Math.round(seconds)))))
          .append(" at ")
          .append(number(100 * share))
          .append(" % errors");
    }
    text.append(", with ")
        .append(number(100 * rule.budgetShare(period)))
        .append(" % of the budget spent; a single error fires it below ")
        .append((long) Math.ceil(1 / (rule.threshold() * budget)))
        .append(" events in ")
        .append(text(rule.longWindow()));
    return text.toString();
  }

  /**
   * At the objective's own share of errors, independent of each other: how likely the long window
   * has so many that it fires (Poisson), times the long windows of a month.
   */
  private void falsePages(Slo slo, BurnRule rule, double budget, String what, Place place) {
    OptionalDouble rate = traffic.of(slo);
    if (rate.isEmpty()) {
      return;
    }
    double events = rate.getAsDouble() * rule.longWindow().toSeconds();
    double expected = events * budget;
    long least =
        Math.max(
            slo.rules().guard().badMin(), (long) Math.ceil(rule.threshold() * budget * events));
    double chance = poissonTail(expected, Math.max(1, least));
    double month = chance * MONTH_SECONDS / rule.longWindow().toSeconds();
    String text =
        "%s would fire %s times a month by chance at %s events/s, if %s %% of them are bad"
            .formatted(what, number(month), number(rate.getAsDouble()), number(100 * budget));
    if (month > SLEEPLESS_PAGES && rule.longWindow().compareTo(DAY) < 0) {
      findings.warning(place, text, "raise weir.io/min-bad-events, or take a longer window");
    } else {
      findings.info(place, text);
    }
  }

  /** The chance of at least {@code least} events where {@code mean} are expected. */
  static double poissonTail(double mean, long least) {
    if (mean <= 0) {
      return 0;
    }
    // From the least on, downwards from there the terms shrink by mean / k.
    double log = -mean;
    for (long k = 1; k <= least; k++) {
      log += Math.log(mean / k);
    }
    double sum = 0;
    double term = Math.exp(log);
    for (long k = least; term > 1e-12 * sum && k < least + 100_000; k++) {
      sum += term;
      term *= mean / (k + 1);
    }
    return Math.min(1, sum);
  }

  private static String number(double number) {
    String text = String.format(Locale.ROOT, number >= 100 ? "%.0f" : "%.2f", number);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return Math.round(seconds / 60.0) + " min";
    }
    return seconds < 172_800 ? Math.round(seconds / 3_600.0) + " h" : seconds / 86_400 + " d";
  }
}
