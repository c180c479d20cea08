package io.weir.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.series.v1.Count;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Gap;
import io.weir.series.v1.Peer;
import io.weir.series.v1.TcpCounts;
import io.weir.series.v1.Window;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long T0 = Instant.parse("2026-01-05T10:00:00Z").getEpochSecond() * SECOND;

  private final RecordSet live = new RecordSet();
  private final RecordSet replayed = new RecordSet();

  private static Window window(long startSeconds) {
    return Window.newBuilder()
        .setStartNs(T0 + startSeconds * SECOND)
        .setLengthNs(10 * SECOND)
        .build();
  }

  private static EdgeWindow edge(long startSeconds, EdgeCounts.Builder counts) {
    Edge edge =
        Edge.newBuilder()
            .setClient(Peer.newBuilder().setName("web"))
            .setServer(Peer.newBuilder().setName("db"))
            .setPort(5432)
            .setProtocol("TCP")
            .build();
    return EdgeWindow.newBuilder()
        .setEdge(edge)
        .setWindow(window(startSeconds))
        .setCounts(counts)
        .build();
  }

  private static void put(RecordSet set, EdgeWindow edge) {
    set.put(Topic.EDGES, TopicKeys.edge(edge), Codecs.edges().encode(edge));
  }

  private static void put(RecordSet set, DropWindow drop) {
    set.put(Topic.DROPS, TopicKeys.drop(drop), Codecs.drops().encode(drop));
  }

  private Comparison.Result compare(long finishedSeconds, long knownFromSeconds) {
    return Comparison.of(
        live, replayed, T0 + finishedSeconds * SECOND, T0 + knownFromSeconds * SECOND, 10);
  }

  @Test
  void equalRecordsAgree() {
    put(live, edge(0, EdgeCounts.newBuilder().setFlows(3)));
    put(replayed, edge(0, EdgeCounts.newBuilder().setFlows(3)));
    assertThat(compare(60, 0).agrees()).isTrue();
    assertThat(compare(60, 0).counts().get(0).equal()).isEqualTo(1);
    assertThat(live.digest()).isEqualTo(replayed.digest());
  }

  @Test
  void whatDiffersIsToldFieldByFieldInWords() {
    put(
        live,
        edge(
            0,
            EdgeCounts.newBuilder()
                .setFirstNs(T0)
                .setTcp(TcpCounts.newBuilder().setAttempts(12).setClosed(4))
                .addDrops(Count.newBuilder().setName("POLICY_DENIED").setCount(2))));
    put(
        replayed,
        edge(
            0,
            EdgeCounts.newBuilder()
                .setFirstNs(T0 + SECOND)
                .setTcp(TcpCounts.newBuilder().setAttempts(13).setClosed(4))));
    Comparison.Result result = compare(60, 0);
    assertThat(result.agrees()).isFalse();
    assertThat(result.differences())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.window()).isEqualTo("10s at 2026-01-05T10:00:00Z");
              assertThat(one.key()).isEqualTo("///web|///db|TCP:5432");
              assertThat(one.words())
                  .containsExactly(
                      "counts.first_ns: live 2026-01-05T10:00:00Z, replay 2026-01-05T10:00:01Z",
                      "counts.tcp.attempts: live 12, replay 13",
                      "counts.drops[POLICY_DENIED].count: live 2, replay 0");
            });
    assertThat(live.digest()).isNotEqualTo(replayed.digest());
  }

  @Test
  void aRecordThatOneSideLacksIsADifference() {
    put(live, edge(0, EdgeCounts.newBuilder().setFlows(3)));
    put(replayed, edge(10, EdgeCounts.newBuilder().setFlows(3)));
    Comparison.Counts edges = compare(60, 0).counts().get(0);
    assertThat(edges).isEqualTo(new Comparison.Counts(Topic.EDGES, 0, 0, 1, 1, 0));
    assertThat(edges.agrees()).isFalse();
  }

  @Test
  void windowsThatLiveMayStillChangeAreLeftOut() {
    put(live, edge(0, EdgeCounts.newBuilder().setFlows(3)));
    put(replayed, edge(0, EdgeCounts.newBuilder().setFlows(4)));
    assertThat(compare(9, 0).counts().get(0).unfinished()).isEqualTo(1);
    assertThat(compare(9, 0).agrees()).isTrue();
    assertThat(compare(10, 0).agrees()).isFalse();
  }

  /** Live remembers drops from before the replay began to read. */
  @Test
  void aBaselineThatLooksFurtherBackThanTheReplayHasReadIsLeftOutAndSaid() {
    DropWindow.Builder drop =
        DropWindow.newBuilder().setReason("POLICY_DENIED").setWindow(window(300)).setCount(5);
    put(live, drop.setBaselineCount(40).setBaselineWindows(30).build());
    put(replayed, drop.setBaselineCount(20).setBaselineWindows(12).build());
    Comparison.Result shortWarmUp = compare(600, 1);
    assertThat(shortWarmUp.agrees()).isTrue();
    assertThat(shortWarmUp.reasons()).singleElement().asString().contains("--warm-up");
    assertThat(compare(600, 0).agrees()).isFalse();
  }

  @Test
  void whatLiveKnowsAndAReplayCannotIsSaid() {
    Gap late = Gap.newBuilder().setStage("jobs").setReason("too_late").setLost(3).build();
    put(
        live,
        edge(0, EdgeCounts.newBuilder().setFlows(3)).toBuilder()
            .setCoverage(Coverage.newBuilder().setLost(3).addGaps(late))
            .build());
    put(replayed, edge(0, EdgeCounts.newBuilder().setFlows(6)));
    assertThat(compare(60, 0).reasons()).singleElement().asString().contains("too_late");
  }
}
