package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameHistoryTest {
  private static final Duration LATENESS = Duration.ofMinutes(15);

  private final NameHistory history = new NameHistory();
  private final List<EdgeDelta> deltas = new ArrayList<>();

  private void resolved(long atS) {
    answer(true, atS, false);
  }

  private void denied(long atS) {
    answer(false, atS, false);
  }

  private void answer(boolean resolved, long atS, boolean takenBack) {
    long ns = T0 + atS * SECOND;
    deltas.addAll(
        history.onAnswer(
            new NameAnswer(Edge.getDefaultInstance(), "a.", resolved, ns, ns - 1, takenBack)));
  }

  private long bad() {
    return deltas.stream().mapToLong(delta -> delta.counts().dns().denied()).sum();
  }

  /** Every lookup of an outside name tries the search domains first. */
  @Test
  void aNameThatNeverWasIsDeniedForGoodReason() {
    denied(0);
    denied(1);
    assertThat(bad()).isZero();
  }

  @Test
  void aNameThatWasResolvedBeforeIsDeniedInError() {
    denied(0);
    resolved(1);
    denied(2);
    assertThat(bad()).isEqualTo(1);
    assertThat(deltas.get(0).timeNs()).isEqualTo(T0 + 2 * SECOND - 1);
  }

  @Test
  void eventTimeDecidesNotTheOrderOfArrival() {
    denied(2);
    denied(0);
    resolved(5);
    assertThat(bad()).isZero();
    resolved(1);
    assertThat(bad()).isEqualTo(1);
    assertThat(history.waiting()).hasSize(1);
  }

  @Test
  void aDenialThatIsTakenBackLeavesNothing() {
    denied(2);
    answer(false, 2, true);
    resolved(1);
    denied(3);
    answer(false, 3, true);
    assertThat(bad()).isZero();
  }

  @Test
  void aNameThatWasNotResolvedForADayIsOneThatNeverWas() {
    resolved(0);
    denied(NameHistory.KEPT.toSeconds());
    assertThat(bad()).isEqualTo(1);
    denied(NameHistory.KEPT.toSeconds() + 1);
    assertThat(bad()).isEqualTo(1);
  }

  @Test
  void waitingDenialsAreBoundedAndTheEarliestStaysGood() {
    for (int i = 1; i <= NameHistory.WAITING_MAX + 1; i++) {
      denied(i);
    }
    assertThat(history.waiting()).hasSize(NameHistory.WAITING_MAX);
    resolved(0);
    assertThat(bad()).isEqualTo(NameHistory.WAITING_MAX);
  }

  @Test
  void itIsForgottenWhenNothingCanChangeItAnyMore() {
    denied(7);
    assertThat(history.forgottenAtNs(LATENESS)).isEqualTo(T0 + 7 * SECOND + LATENESS.toNanos());
    resolved(9);
    assertThat(history.forgottenAtNs(LATENESS))
        .isEqualTo(T0 + 9 * SECOND + NameHistory.KEPT.toNanos());
  }
}
