package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowQuery.Order;
import io.weir.storage.StoredFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeFlowStoreTest {
  private final FakeFlowStore store = new FakeFlowStore();
  private final StoredFlow late = stored(0, 0, flow(1, 20));
  private final StoredFlow early = stored(1, 0, flow(2, 10));
  private final StoredFlow later = stored(1, 3, flow(3, 30));

  FakeFlowStoreTest() {
    store.archive(late);
    store.archive(early);
    store.archive(later);
  }

  @Test
  void ordersByTimeBothWays() {
    assertThat(scan(FlowQuery.ALL)).containsExactly(early, late, later);
    assertThat(
            scan(
                new FlowQuery(
                    Long.MIN_VALUE, Long.MAX_VALUE, Order.NEWEST_FIRST, List.of(), Map.of())))
        .containsExactly(later, late, early);
  }

  @Test
  void stopsBeforeTheGivenOffsetsAndReadsNothingOfOtherPartitions() {
    FlowQuery query =
        new FlowQuery(Long.MIN_VALUE, Long.MAX_VALUE, Order.OLDEST_FIRST, List.of(), Map.of(1, 3L));
    assertThat(scan(query)).containsExactly(early);
  }

  @Test
  void countsOpenCursorsAndProgress() {
    FlowCursor cursor = store.scan(FlowQuery.ALL);
    assertThat(store.openCursors()).isEqualTo(1);
    cursor.close();
    cursor.close();
    assertThat(store.openCursors()).isZero();
    assertThat(store.progress().nextOffsets()).isEqualTo(Map.of(0, 1L, 1, 4L));
    assertThat(store.progress().seen())
        .isEqualTo(
            Map.of(
                new Origin(0, TestEvents.COLLECTOR), 1L,
                new Origin(1, TestEvents.COLLECTOR), 3L));
  }

  private List<StoredFlow> scan(FlowQuery query) {
    List<StoredFlow> all = new ArrayList<>();
    try (FlowCursor cursor = store.scan(query)) {
      cursor.forEachRemaining(all::add);
    }
    return all;
  }
}
