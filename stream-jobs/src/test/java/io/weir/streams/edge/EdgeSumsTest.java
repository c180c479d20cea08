package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import io.weir.streams.window.Windows;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EdgeSumsTest {
  private final EdgeSums sums = new EdgeSums();

  private static Edge edge(int server) {
    return Edge.newBuilder()
        .setServer(Peer.newBuilder().setName("server-" + server))
        .setPort(80)
        .build();
  }

  private static EdgeDelta attempt(int server, long timeNs) {
    return new EdgeDelta(edge(server), timeNs, EdgeCounts.NONE.plus(TcpTally.ATTEMPT));
  }

  @Test
  void whatAnEdgeGetsInTenSecondsTravelsAsOne() {
    sums.add(attempt(1, T0));
    sums.add(attempt(1, T0 + 10 * SECOND - 1));
    sums.add(attempt(2, T0));
    sums.add(attempt(1, T0 + 10 * SECOND));
    EdgeCounts one = EdgeCounts.NONE.plus(TcpTally.ATTEMPT);
    assertThat(sums.take())
        .containsExactly(
            new EdgeDelta(edge(1), T0, one.plus(one)),
            new EdgeDelta(edge(2), T0, one),
            new EdgeDelta(edge(1), T0 + 10 * SECOND, one));
    assertThat(sums.take()).isEmpty();
  }

  /** Times before 1970 too: windows begin at whole multiples of their length there as well. */
  @Test
  void everyWindowOfEverySizeIsTheSame_howeverDeltasAreAddedUp() {
    SplittableRandom random = new SplittableRandom(1);
    Map<Windows.Window, EdgeCounts> each = new HashMap<>();
    Map<Windows.Window, EdgeCounts> summed = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      EdgeDelta delta = attempt(0, random.nextLong(-20_000 * SECOND, 20_000 * SECOND));
      fold(delta, each);
      sums.add(delta);
      if (random.nextInt(50) == 0) {
        sums.take().forEach(sum -> fold(sum, summed));
      }
    }
    sums.take().forEach(sum -> fold(sum, summed));
    assertThat(summed).isEqualTo(each);
  }

  private static void fold(EdgeDelta delta, Map<Windows.Window, EdgeCounts> into) {
    List<Windows.Window> windows =
        new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1)).of(delta.timeNs());
    windows.forEach(window -> into.merge(window, delta.counts(), EdgeCounts::plus));
  }

  @Test
  void isFullAtItsLimit() {
    for (int i = 0; i < EdgeSums.SUMS_MAX - 1; i++) {
      sums.add(attempt(i, T0));
    }
    assertThat(sums.isFull()).isFalse();
    sums.add(attempt(EdgeSums.SUMS_MAX, T0));
    assertThat(sums.isFull()).isTrue();
    assertThat(sums.take()).hasSize(EdgeSums.SUMS_MAX);
    assertThat(sums.isFull()).isFalse();
  }
}
