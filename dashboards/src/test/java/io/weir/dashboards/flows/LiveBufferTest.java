package io.weir.dashboards.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveBufferTest {
  private final LiveBuffer buffer = new LiveBuffer(2);

  private static GetFlowsResponse flow(String uuid) {
    return GetFlowsResponse.newBuilder().setFlow(Flow.newBuilder().setUuid(uuid)).build();
  }

  @Test
  void theOldestMakeRoomAndAreCounted() {
    buffer.add(flow("a"));
    buffer.add(flow("b"));
    buffer.add(flow("c"));

    LiveBuffer.Batch batch = buffer.take();

    assertThat(batch.flows()).containsExactly(flow("b"), flow("c"));
    assertThat(batch.missed()).isEqualTo(1);
    assertThat(buffer.take().missed()).as("told once").isZero();
  }

  @Test
  void lossesTakeNoRoom() {
    buffer.add(flow("a"));
    buffer.add(
        GetFlowsResponse.newBuilder()
            .setLostEvents(LostEvent.newBuilder().setNumEventsLost(7))
            .build());
    buffer.add(flow("b"));

    LiveBuffer.Batch batch = buffer.take();

    assertThat(batch.flows()).hasSize(2);
    assertThat(batch.lost()).isEqualTo(7);
    assertThat(batch.missed()).isZero();
  }

  @Test
  void theEndComesWithTheLastFlows() {
    buffer.add(flow("a"));
    buffer.end(Optional.empty());

    assertThat(buffer.take().ended()).isTrue();
  }
}
