package io.weir.dashboards.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowPageTest {
  /** Many of one time, some that cannot be told apart. */
  private static final List<GetFlowsResponse> ALL =
      List.of(
          flow(1, "a"),
          flow(2, "b"),
          flow(2, "c"),
          flow(2, ""),
          flow(2, ""),
          flow(2, ""),
          flow(2, "d"),
          flow(3, "e"),
          flow(4, ""),
          flow(4, ""));

  private static GetFlowsResponse flow(int second, String uuid) {
    Timestamp time = Timestamp.newBuilder().setSeconds(second).build();
    return GetFlowsResponse.newBuilder()
        .setTime(time)
        .setFlow(Flow.newBuilder().setTime(time).setUuid(uuid))
        .build();
  }

  /** What an observer answers: the newest so many up to the cursor's time. */
  private static List<GetFlowsResponse> answer(Optional<Cursor> before, int asked) {
    List<GetFlowsResponse> upTo =
        ALL.stream()
            .filter(
                each ->
                    before.isEmpty()
                        || each.getTime().getSeconds() * 1_000_000_000 <= before.get().timeNs())
            .toList();
    return upTo.subList(Math.max(0, upTo.size() - asked), upTo.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 9, 10, 11})
  void pagesTogetherAreEverything(int limit) {
    List<GetFlowsResponse> seen = new ArrayList<>();
    Optional<Cursor> before = Optional.empty();
    do {
      Optional<FlowPage> page = Optional.empty();
      for (int asked = limit + 1; page.isEmpty(); asked++) {
        page = FlowPage.of(answer(before, asked), asked, before, limit);
      }
      assertThat(page.get().flows()).hasSizeBetween(1, limit);
      seen.addAll(0, reversed(page.get().flows()));
      before = page.get().next();
    } while (before.isPresent());

    assertThat(seen).isEqualTo(ALL);
  }

  private static List<GetFlowsResponse> reversed(List<GetFlowsResponse> flows) {
    List<GetFlowsResponse> reversed = new ArrayList<>(flows);
    java.util.Collections.reverse(reversed);
    return reversed;
  }

  /** It came between two pages, with the time at which the first one ended. */
  @Test
  void aFlowThatArrivesLateDoesNotMoveTheOthers() {
    Cursor end = new Cursor(2_000_000_000L, "c", 1);
    List<GetFlowsResponse> late = new ArrayList<>(ALL);
    late.add(6, flow(2, "late"));

    FlowPage page = FlowPage.of(late, 100, Optional.of(end), 5).orElseThrow();

    assertThat(page.flows()).containsExactly(flow(2, "b"), flow(1, "a"));
  }

  @Test
  void whatIsGoneFromTheArchiveIsNoReasonToStop() {
    Cursor end = new Cursor(2_000_000_000L, "gone", 1);

    assertThat(FlowPage.of(ALL, 100, Optional.of(end), 5).orElseThrow().flows())
        .containsExactly(flow(1, "a"));
  }

  @Test
  void cursorsSurviveAnAddress() {
    Cursor cursor = new Cursor(5, "~ab-c", 2);

    assertThat(Cursor.parse(cursor.text())).contains(cursor);
    assertThat(Cursor.parse("99999999999999999999-1-x")).isEmpty();
    assertThat(Cursor.parse("nonsense")).isEmpty();
  }
}
