package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.GetFlowsResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In memory or in a file: the same. */
class LastFlowsTest {
  @Test
  void memoryAndFileKeepTheSame() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      int flowsMax = 1 + random.nextInt(20);
      List<GetFlowsResponse> events = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        events.add(event(i, random.nextInt(4) > 0));
      }
      List<GetFlowsResponse> expected = lastOf(events, flowsMax);
      for (long memory : new long[] {0, 100, LastFlows.MEMORY_BYTES_MAX}) {
        assertThat(kept(events, flowsMax, memory))
            .as("seed %d, %d flows, %d bytes", seed, flowsMax, memory)
            .isEqualTo(expected);
      }
    }
  }

  private static GetFlowsResponse event(int n, boolean flow) {
    GetFlowsResponse.Builder event = GetFlowsResponse.newBuilder();
    if (flow) {
      event.getFlowBuilder().setUuid("flow " + n);
    } else {
      event.setLostEvents(LostEvent.newBuilder().setNumEventsLost(n));
    }
    return event.build();
  }

  /** From the end: until there are enough flows. */
  private static List<GetFlowsResponse> lastOf(List<GetFlowsResponse> events, int flowsMax) {
    int from = events.size();
    for (int flows = 0; from > 0 && flows < flowsMax; from--) {
      flows += events.get(from - 1).hasFlow() ? 1 : 0;
    }
    return events.subList(from, events.size());
  }

  private static List<GetFlowsResponse> kept(
      List<GetFlowsResponse> events, int flowsMax, long memory) throws IOException {
    List<GetFlowsResponse> kept = new ArrayList<>();
    try (LastFlows last = new LastFlows(flowsMax, memory)) {
      for (GetFlowsResponse event : events) {
        last.add(event);
      }
      last.rewind();
      while (last.hasNext()) {
        kept.add(last.next());
      }
    }
    return kept;
  }
}
