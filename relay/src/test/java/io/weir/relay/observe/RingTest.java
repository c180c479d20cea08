package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingTest {
  private final Ring ring = new Ring(3, 100);
  private final StoredFlow a = stored(0, 5, flow(1, 1));
  private final StoredFlow b = stored(1, 0, flow(2, 2));
  private final StoredFlow c = stored(0, 7, flow(3, 3));
  private final StoredFlow d = stored(0, 8, flow(4, 4));

  @BeforeEach
  void open() {
    ring.open(0, 5);
    ring.open(1, 0);
  }

  @Test
  void readsInOrderOfArrivalFromASequenceNumberOn() {
    ring.add(a, 1);
    ring.add(b, 1);
    ring.add(c, 1);
    Ring.Batch first = ring.read(0, 2);
    assertThat(first.events()).containsExactly(a, b);
    assertThat(ring.read(first.next(), 2)).isEqualTo(new Ring.Batch(List.of(c), 3, 0));
    assertThat(ring.read(3, 2).events()).isEmpty();
  }

  @Test
  void tellsWhoIsOvertakenHowManyAreLost() {
    ring.add(a, 1);
    ring.add(b, 1);
    ring.add(c, 1);
    ring.add(d, 1);
    assertThat(ring.read(0, 9)).isEqualTo(new Ring.Batch(List.of(b, c, d), 4, 1));
  }

  @Test
  void theByteLimitMakesRoomButKeepsTheNewest() {
    ring.add(a, 60);
    ring.add(b, 60);
    assertThat(ring.size()).isEqualTo(1);
    ring.add(c, 500);
    assertThat(ring.read(2, 9).events()).containsExactly(c);
    assertThat(ring.bytes()).isEqualTo(500);
  }

  @Test
  void snapshotHoldsWhatTheArchiveDoesNot() {
    ring.add(a, 1);
    ring.add(b, 1);
    ring.add(c, 1);
    Ring.Snapshot snapshot = ring.from(new Progress(Map.of(0, 6L), Map.of())).orElseThrow();
    assertThat(snapshot.events()).containsExactly(b, c);
    assertThat(snapshot.before()).isEqualTo(Map.of(0, 6L, 1, 0L));
    assertThat(snapshot.next()).isEqualTo(3);
  }

  @Test
  void noSnapshotWhenEventsLeftThatTheArchiveDoesNotHold() {
    ring.add(a, 1);
    ring.add(b, 1);
    ring.add(c, 1);
    ring.add(d, 1); // pushes out a, offset 5
    assertThat(ring.from(new Progress(Map.of(0, 5L), Map.of()))).isEmpty();
    assertThat(ring.from(new Progress(Map.of(0, 6L), Map.of()))).isPresent();
  }
}
