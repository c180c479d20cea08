package io.weir.alerting.incident;

import io.weir.alerting.cause.CauseInput;
import io.weir.alerting.cause.Frame;
import io.weir.alerting.cause.Sightings;
import io.weir.alerting.cause.Target;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the archive has of the time around one or several alerts. Immutable.
 *
 * @param frame all of it; where an alert's bad events begin is another question
 * @param slis of the indicators that were asked for
 * @param limits what was left out, in words; empty when nothing was
 */
public record Surroundings(
    Frame frame,
    List<EdgeWindow> edges,
    List<SliWindow> slis,
    List<DropWindow> drops,
    List<ProbeEvent> probes,
    List<ResourceEvent> resources,
    Sightings sightings,
    String limits) {
  public Surroundings {
    edges = List.copyOf(edges);
    slis = List.copyOf(slis);
    drops = List.copyOf(drops);
    probes = List.copyOf(probes);
    resources = List.copyOf(resources);
  }

  /** Where it is read from. */
  public interface Source {
    /** Where nobody has an archive. */
    Source NONE = asked -> Optional.empty();

    /**
     * From {@code asked} on to the newest window.
     *
     * @return empty when there is nothing, or more than may be read
     */
    Optional<Surroundings> read(Asked asked);
  }

  /**
   * A time to look at.
   *
   * @param baselineNs where what is usual begins
   * @param startNs where the bad events may have begun, at the earliest
   * @param indicators whose series are wanted
   */
  public record Asked(long baselineNs, long startNs, Set<String> indicators) {
    public Asked {
      indicators = Set.copyOf(indicators);
    }
  }

  /** Why {@code target} burns, when its bad events began at {@code startNs} or later. */
  public CauseInput input(Target target, long startNs) {
    return new CauseInput(target, from(startNs), edges, slis, drops, probes, resources, sightings);
  }

  private Frame from(long startNs) {
    long earliest = frame.baselineStartNs() + frame.windowNs();
    long latest = frame.nowNs() - 1;
    return new Frame(
        frame.windowNs(),
        frame.baselineStartNs(),
        Math.min(latest, Math.max(earliest, startNs)),
        frame.nowNs());
  }
}
