package io.weir.truth;

import io.weir.ingest.v1.Event;
import io.weir.series.v1.EdgeWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports that are known to be lost, of all nodes together, by windows of ten seconds. */
public final class Losses {
  private final Map<Long, Long> lost = new HashMap<>();

  /**
   * Takes the next report.
   *
   * @return true when it tells of lost ones
   */
  public boolean add(Event event) {
    if (event.hasLoss()) {
      lost.merge(windowNs(event), event.getLoss().getCount(), Long::sum);
    }
    return event.hasLoss();
  }

  /** Begin of the window that a report of lost ones is about. */
  public static long windowNs(Event event) {
    return event.getLoss().getFirstNs() / CauseWorld.WINDOW_NS * CauseWorld.WINDOW_NS;
  }

  /** The windows with what is known to be missing, as the jobs say it. */
  public List<EdgeWindow> cover(List<EdgeWindow> edges) {
    List<EdgeWindow> covered = new ArrayList<>();
    for (EdgeWindow edge : edges) {
      EdgeWindow.Builder builder = edge.toBuilder();
      builder.getCoverageBuilder().setLost(lost.getOrDefault(edge.getWindow().getStartNs(), 0L));
      covered.add(builder.build());
    }
    return covered;
  }
}
