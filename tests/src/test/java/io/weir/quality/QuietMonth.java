package io.weir.quality;

import io.weir.alerting.burn.Transition;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Days of a scenario without a fault, with {@link UsualErrors}, a night and a day.
 *
 * <p>Rounds of the scenario are simulated event by event at five rates from a night's to a noon's,
 * each with other requests in the same cluster, and recorded as they became known. The days are
 * rounds one after the other, drawn with a seeded generator from those of the hour's rate: no count
 * is made up, but a month repeats each round many times.
 */
public final class QuietMonth {
  /** How busy a cluster is. */
  public enum Traffic {
    /** As the scenario says, at noon. */
    NORMAL(1, 1),
    /** A few requests a minute at noon; most services have fewer. */
    LOW(1.0 / 30, 40);

    private final double scale;
    private final int rounds;

    Traffic(double scale, int rounds) {
      this.scale = scale;
      this.rounds = rounds;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double[] RATES = {0.2, 0.4, 0.6, 0.8, 1};
  private static final Instant START = Instant.parse("2024-03-04T00:00:00Z");
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /** After the last report, until what waits for an answer is known to have none. */
  private static final int DECIDED_STEPS = 2;

  private final String name;
  private final Traffic traffic;
  private final Objectives objectives;
  private final int roundSteps;
  private final List<List<Recording>> rounds = new ArrayList<>();

  /** A recording that is being played. */
  private record Playing(Recording recording, long fromMs, long fromStep) {}

  /** Pages and tickets that began. */
  private static final class Told {
    final Map<Kind, List<String>> byKind = new EnumMap<>(Kind.class);

    enum Kind {
      PAGE,
      TICKET
    }

    List<String> of(Kind kind) {
      return byKind.computeIfAbsent(kind, key -> new ArrayList<>());
    }

    void changed(int objective, Transition transition) {
      if (!transition.fires()) {
        return;
      }
      for (Kind kind : Kind.values()) {
        if (transition.severity().equals(kind.name().toLowerCase(Locale.ROOT))) {
          of(kind).add(text(transition));
        }
      }
    }

    private static String text(Transition transition) {
      return "%s %s at %s: %d bad of %d in the long window"
          .formatted(
              transition.slo(),
              transition.rule(),
              Instant.ofEpochMilli(transition.atMs()),
              transition.reading().longCounts().bad(),
              transition.reading().longCounts().total());
    }
  }

  private QuietMonth(String name, Scenario scenario, Traffic traffic) {
    this.name = name;
    this.traffic = traffic;
    this.objectives = Objectives.of(scenario);
    this.roundSteps = (int) (scenario.duration().toMillis() / Recording.STEP_MS);
  }

  /**
   * Simulates the rounds.
   *
   * @param scenario its faults are left out
   * @param rounds of each rate; low traffic has more, since each says less
   */
  public static QuietMonth record(
      String name, Scenario scenario, Traffic traffic, long seed, double scale, int rounds) {
    QuietMonth month = new QuietMonth(name, scenario, traffic);
    Scenario usual =
        Variant.of(
            scenario, scenario.duration(), UsualErrors.of(scenario, scenario.duration(), ""));
    int number = 0;
    for (double rate : RATES) {
      List<Recording> some = new ArrayList<>();
      for (int i = 0; i < rounds * traffic.rounds; i++) {
        some.add(
            month.record(
                Simulation.round(
                    usual, seed, number++, scale * traffic.scale * rate, scenario.startTime())));
      }
      month.rounds.add(some);
    }
    return month;
  }

  private Recording record(Simulation simulation) {
    Observed observed = new Observed(simulation, objectives, false);
    long startMs = simulation.startNs() / 1_000_000;
    Recording recording = new Recording();
    for (int over = 0; over <= DECIDED_STEPS; over += observed.isOver() ? 1 : 0) {
      recording.add(observed.until(startMs + (recording.size() + 1) * Recording.STEP_MS));
    }
    return recording;
  }

  /**
   * Plays it: with the usual rules, and where there are few events also with those that take every
   * one as serious.
   */
  public Quiet play(Duration length, long seed) {
    Told told = new Told();
    Burns burns = play(objectives, length, seed, told);
    Optional<Integer> bold =
        traffic == Traffic.LOW ? Optional.of(boldPages(length, seed)) : Optional.empty();
    double minutes = length.toMillis() / 60_000.0;
    double most = 0;
    double least = Double.MAX_VALUE;
    double spent = 0;
    for (int i = 0; i < objectives.size(); i++) {
      double budget = objectives.all().get(i).objective().target().errorBudget().doubleValue();
      most = Math.max(most, burns.total(i) / minutes);
      least = Math.min(least, burns.total(i) / minutes);
      spent = Math.max(spent, burns.bad(i) / (budget * Math.max(1, burns.total(i))));
    }
    return new Quiet(
        name,
        traffic.label(),
        length,
        most,
        least,
        objectives.size(),
        spent,
        told.of(Told.Kind.PAGE),
        told.of(Told.Kind.TICKET),
        bold);
  }

  private int boldPages(Duration length, long seed) {
    Told bold = new Told();
    play(objectives.withoutGuard(), length, seed, bold);
    return bold.of(Told.Kind.PAGE).size();
  }

  private Burns play(Objectives evaluated, Duration length, long seed, Told told) {
    SplittableRandom random = new SplittableRandom(seed);
    Burns burns = new Burns(evaluated);
    List<Playing> playing = new ArrayList<>();
    long steps = length.toMillis() / Recording.STEP_MS;
    for (long step = 0; step < steps; step++) {
      long nowMs = START.toEpochMilli() + step * Recording.STEP_MS;
      if (step % roundSteps == 0) {
        List<Recording> some = rounds.get(rate(nowMs));
        playing.add(new Playing(some.get(random.nextInt(some.size())), nowMs, step));
      }
      for (Iterator<Playing> all = playing.iterator(); all.hasNext(); ) {
        Playing one = all.next();
        int at = (int) (step - one.fromStep());
        burns.add(one.recording().step(at), one.fromMs());
        if (at == one.recording().size() - 1) {
          all.remove();
        }
      }
      burns.evaluate(nowMs + Recording.STEP_MS, told::changed);
    }
    return burns;
  }

  /** Which of the rates is that of the hour: least at midnight, most at noon. */
  private static int rate(long ms) {
    double day = Math.floorMod(ms, DAY_MS) / (double) DAY_MS;
    double busy = RATES[0] + (1 - RATES[0]) * (1 - Math.cos(2 * Math.PI * day)) / 2;
    int nearest = 0;
    for (int i = 1; i < RATES.length; i++) {
      if (Math.abs(RATES[i] - busy) < Math.abs(RATES[nearest] - busy)) {
        nearest = i;
      }
    }
    return nearest;
  }
}
