package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The server's address lives on node-2 in periods 10 to 20; SYNs leave node-1 for it. */
class PathHistoryTest {
  private static final String IP = "10.0.0.2";
  private static final Edge EDGE = Edge.newBuilder().setPort(80).setProtocol("TCP").build();

  private static Sighting sighting(String node, long period) {
    return new Sighting(IP, node, period);
  }

  private static PathClaim claim(String id, long period, boolean takenBack) {
    long ns = period * PathLoss.PERIOD.toNanos();
    return new PathClaim(id, EDGE, ns, IP, "node-1", takenBack);
  }

  private static List<EdgeDelta> losses(List<? extends PathEvent> events) {
    PathHistory history = new PathHistory();
    for (PathEvent event : events) {
      if (event instanceof Sighting sighting) {
        history.sighted(sighting);
      } else if (event instanceof PathClaim claim) {
        history.claimed(claim);
      }
    }
    return history.losses();
  }

  @Test
  void anAttemptThatANodeDidNotSeeWhileItReportedIsLost() {
    assertThat(losses(List.of(sighting("node-2", 11), claim("a", 10, false))))
        .singleElement()
        .satisfies(delta -> assertThat(delta.counts().tcp().pathLost()).isEqualTo(1));
  }

  @Test
  void silenceOfANodeAndItsOwnTrafficAreNoLoss() {
    assertThat(losses(List.of(sighting("node-2", 13), claim("a", 10, false)))).isEmpty();
    assertThat(losses(List.of(sighting("node-1", 10), claim("a", 10, false)))).isEmpty();
    assertThat(losses(List.of(claim("a", 10, false)))).isEmpty();
  }

  @Test
  void aClaimThatWasTakenBackIsNone() {
    assertThat(losses(List.of(sighting("node-2", 10), claim("a", 10, false), claim("a", 10, true))))
        .isEmpty();
  }

  /** A rollout moved the address: the node that had it when the SYN left is asked. */
  @Test
  void theNodeThatHeldTheAddressThenDecides() {
    List<Sighting> moved =
        List.of(
            sighting("node-2", 10),
            sighting("node-2", 12),
            sighting("node-1", 30),
            sighting("node-1", 40));
    List<PathEvent> before = new ArrayList<>(moved);
    before.add(claim("a", 11, false));
    assertThat(losses(before)).hasSize(1);
    List<PathEvent> after = new ArrayList<>(moved);
    after.add(claim("b", 30, false));
    assertThat(losses(after)).isEmpty();
  }

  @Test
  void theOrderInWhichItIsToldDoesNotMatter() {
    List<PathEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      events.add(sighting("node-" + (2 + i / 20), 10 + i));
      events.add(claim("c" + i, 10 + i, false));
      if (i % 3 == 0) {
        events.add(claim("c" + i, 10 + i, true));
      }
    }
    List<EdgeDelta> inOrder = losses(events);
    assertThat(inOrder).hasSize(26);
    for (long seed = 1; seed <= 20; seed++) {
      Collections.shuffle(events, new Random(seed));
      assertThat(losses(events)).as("seed %d", seed).isEqualTo(inOrder);
    }
  }
}
