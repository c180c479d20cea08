package io.weir.alerting.cause;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores what was found, and orders it: best first, then by kind and subject. */
final class Ranking {
  private final Scene scene;
  private final List<Finding> findings;
  private final Map<String, Set<String>> beneath = new HashMap<>();

  Ranking(Scene scene, List<Finding> findings) {
    this.scene = scene;
    this.findings = findings;
  }

  List<Cause> causes() {
    List<Cause> causes = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.total() > 0) {
        causes.add(
            new Cause(
                finding.kind(),
                finding.subject(),
                finding.sentence(),
                new Score(
                    coverage(finding.total()),
                    finding.timing(),
                    finding.specificity(),
                    place(finding)),
                finding.evidence()));
      }
    }
    causes.sort(
        Comparator.comparingDouble((Cause cause) -> -cause.score().value())
            .thenComparing(Cause::kind)
            .thenComparing(Cause::subject));
    return causes;
  }

  private double coverage(double explained) {
    double excess = scene.bad().excess();
    return excess == 0 ? 0 : Math.min(1, explained / excess);
  }

  /** {@code 1 −} the largest share of what it explains that something upstream explains. */
  private double place(Finding of) {
    double most = 0;
    for (Finding other : findings) {
      double upstream = 0;
      for (Map.Entry<Place, Double> part : other.explained().entrySet()) {
        if (other != of && isUpstream(other.kind(), part.getKey(), of)) {
          upstream += part.getValue();
        }
      }
      double counted =
          new Score(coverage(upstream), other.timing(), other.specificity(), 1).explains();
      most = Math.max(most, counted);
    }
    double own = coverage(of.total());
    return own == 0 ? 0 : 1 - Math.min(1, most / own);
  }

  /** Whether something at {@code place} can have brought about {@code of} at one of its places. */
  private boolean isUpstream(CauseKind kind, Place place, Finding of) {
    return of.explained().keySet().stream()
        .anyMatch(consequence -> isUpstream(kind, place, of.kind(), consequence));
  }

  private boolean isUpstream(CauseKind kind, Place place, CauseKind ofKind, Place of) {
    if (place.equals(of)) {
      return kind.depth() < ofKind.depth();
    }
    if (ofKind.depth() == 0 || isBackwards(place)) {
      return false;
    }
    String server =
        of instanceof Place.OnEdge on ? on.edge().server() : ((Place.AtService) of).service();
    if (ofKind.isTransport()) {
      // Packets fail between the two or at the server, whatever the server needs in turn.
      return place.equals(new Place.AtService(server)) && kind.depth() < ofKind.depth();
    }
    return isAtOrBeneath(place, server);
  }

  private boolean isBackwards(Place place) {
    return place instanceof Place.OnEdge on && scene.reach().isBackwards(on.edge());
  }

  private boolean isAtOrBeneath(Place place, String service) {
    Set<String> services = beneath.computeIfAbsent(service, scene.reach()::beneath);
    return services.contains(holder(place));
  }

  /** The service itself, or the client of the edge. */
  private static String holder(Place place) {
    return place instanceof Place.OnEdge on
        ? on.edge().client()
        : ((Place.AtService) place).service();
  }
}
