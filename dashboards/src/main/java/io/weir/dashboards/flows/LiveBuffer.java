package io.weir.dashboards.flows;

import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Flows on their way to one browser. When it is full the oldest make room, and are counted: the
 * newest matter to whoever looks, and nobody waits for a slow reader. Safe for several threads.
 */
public final class LiveBuffer {
  private final int flowsMax;
  private final Deque<GetFlowsResponse> flows = new ArrayDeque<>();
  private long missed;
  private long lost;
  private Optional<ObserverException> failure = Optional.empty();
  private boolean ended;

  public LiveBuffer(int flowsMax) {
    this.flowsMax = flowsMax;
  }

  /**
   * What came since the last time.
   *
   * @param flows in order of arrival
   * @param missed how many flows before them were left out here
   * @param lost how many events are known to be lost elsewhere, by Hubble, a collector or the relay
   * @param ended no more will come
   * @param failure why, if it was not asked for
   */
  public record Batch(
      List<GetFlowsResponse> flows,
      long missed,
      long lost,
      boolean ended,
      Optional<ObserverException> failure) {
    public Batch {
      flows = List.copyOf(flows);
    }

    /** The flows as lines of a table. */
    public List<FlowRow> rows() {
      return flows.stream().map(FlowRow::of).toList();
    }
  }

  synchronized void add(GetFlowsResponse response) {
    if (response.hasLostEvents()) {
      lost += response.getLostEvents().getNumEventsLost();
    } else if (response.hasFlow()) {
      flows.add(response);
      if (flows.size() > flowsMax) {
        flows.remove();
        missed++;
      }
    }
  }

  synchronized void end(Optional<ObserverException> reason) {
    ended = true;
    failure = reason;
  }

  /** Takes everything out. */
  public synchronized Batch take() {
    Batch batch = new Batch(new ArrayList<>(flows), missed, lost, ended, failure);
    flows.clear();
    missed = 0;
    lost = 0;
    return batch;
  }
}
