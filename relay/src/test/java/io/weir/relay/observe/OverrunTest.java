package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverrunTest {
  private static final long SECOND = 1_000_000_000L;

  private final Overrun overrun = new Overrun("weir-relay");

  private static GetFlowsResponse told(Optional<Answer> answer) {
    try {
      return GetFlowsResponse.parseFrom(answer.orElseThrow().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingLostIsNothingToTell() {
    assertThat(overrun.due(0)).isEmpty();
    assertThat(overrun.rest(0)).isEmpty();
  }

  @Test
  void theFirstIsToldAtOnce_withTheTimesAroundTheGap() {
    overrun.add(7, 10 * SECOND, 20 * SECOND);

    GetFlowsResponse answer = told(overrun.due(0));

    LostEvent lost = answer.getLostEvents();
    assertThat(lost.getSource()).isEqualTo(LostEventSource.HUBBLE_RING_BUFFER);
    assertThat(lost.getNumEventsLost()).isEqualTo(7);
    assertThat(lost.getFirst().getSeconds()).isEqualTo(10);
    assertThat(lost.getLast().getSeconds()).isEqualTo(20);
    assertThat(answer.getNodeName()).isEqualTo("weir-relay");
    assertThat(answer.getTime().getSeconds()).isEqualTo(20);
    assertThat(overrun.due(5 * SECOND)).as("told once").isEmpty();
  }

  @Test
  void atMostOneASecond_whatComesBetweenIsAddedUp() {
    overrun.add(1, 1 * SECOND, 2 * SECOND);
    assertThat(overrun.due(0)).isPresent();
    overrun.add(10, 3 * SECOND, 4 * SECOND);
    assertThat(overrun.due(SECOND - 1)).isEmpty();
    overrun.add(100, 5 * SECOND, 6 * SECOND);

    LostEvent lost = told(overrun.due(SECOND)).getLostEvents();

    assertThat(lost.getNumEventsLost()).isEqualTo(110);
    assertThat(lost.getFirst().getSeconds()).isEqualTo(3);
    assertThat(lost.getLast().getSeconds()).isEqualTo(6);
  }

  @Test
  void whatIsLeftAtTheEndIsToldHoweverSoon() {
    overrun.add(1, 1 * SECOND, 2 * SECOND);
    assertThat(overrun.due(0)).isPresent();
    overrun.add(10, 3 * SECOND, 4 * SECOND);

    assertThat(told(overrun.rest(1)).getLostEvents().getNumEventsLost()).isEqualTo(10);
    assertThat(overrun.rest(2)).isEmpty();
  }

  /** Who was overtaken before the first event knows no time before the gap. */
  @Test
  void withoutAnEventBeforeTheGapItBeginsAtItsEnd() {
    overrun.add(3, 0, 9 * SECOND);

    LostEvent lost = told(overrun.due(0)).getLostEvents();

    assertThat(lost.getFirst()).isEqualTo(lost.getLast());
    assertThat(lost.getLast().getSeconds()).isEqualTo(9);
  }

  /** Events arrive out of order: the one after the gap may be older than the one before it. */
  @Test
  void firstIsNeverAfterLast() {
    overrun.add(3, 9 * SECOND, 5 * SECOND);

    LostEvent lost = told(overrun.due(0)).getLostEvents();

    assertThat(lost.getFirst().getSeconds()).isEqualTo(5);
    assertThat(lost.getLast().getSeconds()).isEqualTo(9);
  }
}
