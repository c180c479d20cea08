package io.weir.quality;

import io.weir.alerting.burn.Transition;
import io.weir.alerting.slo.Slo;
import io.weir.collector.simulation.Simulation;
import io.weir.quality.Detection.Told;
import io.weir.quality.Recording.Change;
import io.weir.truth.TrueCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * One {@link FaultCase}, and what alerting makes of it as it goes on.
 *
 * <p>The three acts are simulated event by event, and reports count when they have arrived. The
 * days before, which the long windows need, are made: each of their windows is one of the quiet
 * act, drawn with a seeded generator. So are the hours after, until the last page is over.
 */
public final class FaultRun {
  private static final Duration HISTORY = Duration.ofDays(3);
  private static final Duration PATIENCE = Duration.ofHours(3);
  private static final long EVALUATED_EVERY_MS = Duration.ofMinutes(10).toMillis();

  /** The first windows look up every name, the last are not whole yet. */
  private static final int UNUSUAL_STEPS = 3;

  private final FaultCase play;
  private final long seed;
  private final Objectives objectives;
  private final Observed observed;
  private final Burns burns;
  private final Questions questions;
  private final long startMs;
  private final SplittableRandom random;
  private final List<Integer> fired = new ArrayList<>();
  private final Map<Integer, Map<String, Transition>> open = new HashMap<>();
  private final Set<String> paging = new TreeSet<>();
  private final List<Told> told = new ArrayList<>();
  private Detection.Near nearest = Detection.Near.NONE;
  private int early;
  private long overMs;

  private FaultRun(FaultCase play, long seed, double scale) {
    Simulation simulation = new Simulation(play.scenario(), seed, scale);
    this.play = play;
    this.seed = seed;
    this.objectives = Objectives.of(play.scenario());
    this.observed = new Observed(simulation, objectives, true);
    this.burns = new Burns(objectives);
    this.questions = new Questions(objectives);
    this.startMs = simulation.startNs() / 1_000_000;
    this.random = new SplittableRandom(seed);
  }

  /**
   * @param scale factor for the rate of all traffic
   */
  public static Detection of(FaultCase play, long seed, double scale) {
    return new FaultRun(play, seed, scale).run();
  }

  private Detection run() {
    int begin = steps(play.acts().quiet());
    Recording quiet = new Recording();
    for (int step = 0; step < begin; step++) {
      quiet.add(observed.until(endMs(step)));
    }
    List<List<Change>> usual =
        quiet.windows(objectives.size(), w -> w >= UNUSUAL_STEPS && w < begin - UNUSUAL_STEPS);
    history(usual);
    for (int step = 0; step < begin; step++) {
      burns.add(quiet.step(step), startMs);
      evaluate(step);
    }
    int end = steps(play.acts().all());
    for (int step = begin; step < end || isPatient(step - end); step++) {
      burns.add(observed.until(endMs(step)), startMs);
      if (step >= end) {
        repeat(usual, startMs + step * Recording.STEP_MS);
      }
      evaluate(step);
    }
    long faultEndMs = startMs + play.acts().quiet().plus(play.acts().fault()).toMillis();
    return new Detection(
        play.name(),
        seed,
        early,
        told.stream().findFirst(),
        told.size(),
        List.copyOf(paging),
        nearest,
        open.isEmpty() && !paging.isEmpty()
            ? Optional.of(Duration.ofMillis(overMs - faultEndMs))
            : Optional.empty());
  }

  private static int steps(Duration duration) {
    return (int) (duration.toMillis() / Recording.STEP_MS);
  }

  private boolean isPatient(int stepsAfter) {
    return !open.isEmpty() && stepsAfter < steps(PATIENCE);
  }

  private long endMs(int step) {
    return startMs + (step + 1) * Recording.STEP_MS;
  }

  private void history(List<List<Change>> usual) {
    for (long ms = startMs - HISTORY.toMillis(); ms < startMs; ms += Recording.STEP_MS) {
      repeat(usual, ms);
      if (ms % EVALUATED_EVERY_MS == 0) {
        burns.evaluate(ms, (objective, transition) -> {});
      }
    }
  }

  private void repeat(List<List<Change>> usual, long windowMs) {
    for (Change change : usual.get(random.nextInt(usual.size()))) {
      burns.add(change, windowMs);
    }
  }

  private void evaluate(int step) {
    fired.clear();
    burns.evaluate(endMs(step), this::changed);
    if (!fired.isEmpty()) {
      tell(step);
    }
    if (step >= steps(play.acts().quiet()) && told.isEmpty()) {
      Detection.Near near = burns.nearest();
      nearest = near.share() > nearest.share() ? near : nearest;
    }
  }

  private void changed(int objective, Transition transition) {
    if (!transition.severity().equals("page")) {
      return;
    }
    Map<String, Transition> rules = open.computeIfAbsent(objective, key -> new HashMap<>());
    if (transition.fires()) {
      if (rules.isEmpty()) {
        fired.add(objective);
      }
      rules.put(transition.rule(), transition);
    } else if (transition.resolves()) {
      rules.remove(transition.rule());
      overMs = transition.atMs();
    }
    if (rules.isEmpty()) {
      open.remove(objective);
      questions.forget(objective);
    }
  }

  /** What opened in this step: who is told what. */
  private void tell(int step) {
    Duration after = Duration.ofMillis(endMs(step) - startMs).minus(play.acts().quiet());
    Map<Integer, Transition> pages = new HashMap<>();
    fired.forEach(i -> pages.put(i, open.get(i).values().iterator().next()));
    Set<Integer> news = new HashSet<>(fired);
    List<Integer> roots = questions.ask(pages, observed.archive());
    if (after.isNegative()) {
      early += roots.size();
      return;
    }
    news.forEach(i -> paging.add(slo(i).id()));
    for (int root : roots) {
      var diagnosis = questions.answer(root);
      told.add(
          new Told(
              slo(root).id(),
              pages.get(root).rule(),
              after,
              diagnosis,
              TrueCause.rank(diagnosis, play.fault().kind(), play.fault().subject())));
    }
  }

  private Slo slo(int objective) {
    return objectives.all().get(objective);
  }
}
