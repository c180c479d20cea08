package io.weir.alerting.cause;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds why an SLO burns. Pure and deterministic: equal input gives an equal answer, whatever the
 * order of events.
 *
 * <p>It takes the target's bad events beyond the usual, follows the edges in trouble by which they
 * may have come ({@link Reach}), asks each {@link Finder} what went wrong there, and {@linkplain
 * Score scores} what they found by four parts that are shown. What scores below {@link #SCORE_MIN},
 * or accounts for less than {@link #COVERAGE_MIN}, is not named; when nothing is left, the answer
 * says so.
 */
public final class CauseFinder {
  /** Below it a cause is a guess. */
  public static final double SCORE_MIN = 0.25;

  /** What accounts for less of the bad events is a bystander. */
  public static final double COVERAGE_MIN = 0.1;

  /** Causes that are named at most. */
  public static final int CAUSES_MAX = 10;

  private static final List<Finder> FINDERS =
      List.of(
          new DropFinder(),
          new ResourceFinder(),
          new ChangeFinder(),
          new PathFinder(),
          new EdgeFinder(),
          new ProbeFinder(),
          new ReplicaFinder());

  private CauseFinder() {}

  /** The likely causes, best first, or an answer that names none. */
  public static Diagnosis find(CauseInput input) {
    Scene scene = Scene.of(input);
    Scene.Callers callers = scene.callers();
    List<Cause> causes = scene.bad().isUnusual() ? named(scene) : List.of();
    return new Diagnosis(
        causes,
        causes.isEmpty() ? layer(input.target()) : causes.get(0).kind().layer(),
        callers.hit(),
        callers.all(),
        causes.isEmpty() ? noCause(scene) : causes.get(0).sentence(),
        scene.frame().startNs(),
        scene.bad().bad(),
        scene.bad().total(),
        scene.bad().usualBad(),
        scene.bad().usualTotal());
  }

  private static List<Cause> named(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    FINDERS.forEach(finder -> findings.addAll(finder.find(scene)));
    return new Ranking(scene, findings)
        .causes().stream()
            .filter(cause -> cause.score().value() >= SCORE_MIN)
            .filter(cause -> cause.score().coverage() >= COVERAGE_MIN)
            .limit(CAUSES_MAX)
            .toList();
  }

  private static String noCause(Scene scene) {
    Course bad = scene.bad();
    String counted =
        "%d of %d events were bad, usually %s"
            .formatted(bad.bad(), bad.total(), Names.percent(bad.usualRatio()));
    return bad.isUnusual()
        ? "No cause found: " + counted + ", and nothing beneath explains them."
        : "No cause found: " + counted + "; that is within chance.";
  }

  /** What the indicator itself says of the layer. */
  private static Layer layer(Target target) {
    return switch (target.indicator()) {
      case "http-availability", "http-latency" -> Layer.APPLICATION;
      case "tcp-connect", "tcp-stability", "delivery" -> Layer.NETWORK;
      case "dns-availability", "dns-latency" -> Layer.DNS;
      default -> Layer.UNKNOWN;
    };
  }
}
