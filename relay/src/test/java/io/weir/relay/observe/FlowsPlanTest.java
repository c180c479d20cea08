package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.relay.observe.FlowsPlan.Start;
import org.junit.jupiter.api.Test;

class FlowsPlanTest {
  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(5).build();

  private static FlowsPlan newest(GetFlowsRequest.Builder request) {
    return FlowsPlan.of(request.build()).newest();
  }

  /** Hubble counts from since; a page of a table needs the end of the range. */
  @Test
  void theNewestOfARangeAreCountedFromItsEnd() {
    FlowsPlan plan = newest(GetFlowsRequest.newBuilder().setSince(TIME).setNumber(3));

    assertThat(plan.start()).isEqualTo(Start.LAST);
    assertThat(plan.limit()).isEqualTo(3);
    assertThat(plan.fromNs()).isEqualTo(5_000_000_000L);
  }

  @Test
  void withoutANumberThereIsNothingToCount() {
    FlowsPlan all = newest(GetFlowsRequest.newBuilder().setSince(TIME));
    FlowsPlan following =
        newest(GetFlowsRequest.newBuilder().setSince(TIME).setNumber(3).setFollow(true));

    assertThat(all.start()).isEqualTo(Start.OLDEST);
    assertThat(following.start()).isEqualTo(Start.OLDEST);
    assertThat(following.limit()).isEqualTo(FlowsPlan.UNLIMITED);
  }
}
