package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.Window;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningTotalsTest {
  private static EdgeWindow window(long lengthNs, long flows) {
    return EdgeWindow.newBuilder()
        .setEdge(Edge.newBuilder().setServer(Peer.newBuilder().setName("cart")).setPort(80))
        .setWindow(Window.newBuilder().setLengthNs(lengthNs))
        .setCounts(EdgeCounts.newBuilder().setFlows(flows))
        .build();
  }

  private static ByteBuffer key(int key) {
    return ByteBuffer.wrap(new byte[] {(byte) key});
  }

  @Test
  void theOldValueOfAKeyIsSubtractedAndTheNewOneAdded() {
    RunningTotals totals = new RunningTotals(10);
    totals.take(key(1), window(10, 5));
    totals.take(key(2), window(10, 7));
    totals.take(key(1), window(10, 6));
    totals.take(key(3), window(60, 13));
    totals.take(key(1), window(10, 4));
    assertThat(totals.totals().values()).containsExactly(11L);
    assertThat(totals.revisions()).isEqualTo(2);
    totals.take(key(1), window(10, 0));
    totals.take(key(2), window(10, 0));
    assertThat(totals.totals()).isEqualTo(Map.of());
  }
}
