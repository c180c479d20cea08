package io.weir.streams.coverage;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.EventHeader;
import io.weir.streams.coverage.GapCounts.Cause;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final EventHeader NODE_1 = EventHeader.newBuilder().setNode("node-1").build();
  private static final EventHeader SAMPLED =
      EventHeader.newBuilder().setNode("node-2").setSampling(10).build();

  private final Arrivals arrivals = new Arrivals();

  @Test
  void eventsOfANodeAndTenSecondsTravelAsOne() {
    arrivals.received(NODE_1, T0);
    arrivals.received(NODE_1, T0 + 10 * SECOND - 1);
    arrivals.received(NODE_1, T0 + 10 * SECOND);
    assertThat(arrivals.take())
        .containsExactly(
            new CoverageDelta(T0, CoverageCounts.received("node-1", 2)),
            new CoverageDelta(T0 + 10 * SECOND, CoverageCounts.received("node-1", 1)));
    assertThat(arrivals.take()).isEmpty();
  }

  @Test
  void oneInTenKeptIsNineMissingEach() {
    arrivals.received(SAMPLED, T0 + 1);
    arrivals.received(SAMPLED, T0 + 2);
    CoverageCounts counts = arrivals.take().get(0).counts();
    assertThat(counts.received()).containsEntry("node-2", 2L);
    assertThat(counts.gaps())
        .containsEntry(
            new Cause("node-2", "sampling", "1 in 10"), new GapCounts(18, T0 + 1, T0 + 2));
  }

  @Test
  void eventThatCameTooLateIsMissingFromItsWindow() {
    arrivals.tooLate(NODE_1, T0);
    CoverageCounts counts = arrivals.take().get(0).counts();
    assertThat(counts.received()).isEmpty();
    assertThat(counts.gaps())
        .containsEntry(new Cause("node-1", "jobs", "too_late"), new GapCounts(1, T0, T0));
  }
}
