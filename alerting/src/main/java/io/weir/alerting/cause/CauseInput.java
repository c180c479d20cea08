package io.weir.alerting.cause;

import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import java.util.List;

/**
 * What is known of the time around an incident. Immutable. Of each window the newest record; those
 * of another length than the frame's, and what is outside of the frame, are passed over, so whole
 * topics may be given. Any list may be empty: what it would tell is not named then.
 *
 * @param frame baseline and incident; what was usual needs three windows of baseline or more
 * @param slis counts of the target; without them its edges are counted
 */
public record CauseInput(
    Target target,
    Frame frame,
    List<EdgeWindow> edges,
    List<SliWindow> slis,
    List<DropWindow> drops,
    List<ProbeEvent> probes,
    List<ResourceEvent> resources,
    Sightings sightings) {
  public CauseInput {
    edges = List.copyOf(edges);
    slis = List.copyOf(slis);
    drops = List.copyOf(drops);
    probes = List.copyOf(probes);
    resources = List.copyOf(resources);
  }
}
