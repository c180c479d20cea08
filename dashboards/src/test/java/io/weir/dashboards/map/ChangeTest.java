package io.weir.dashboards.map;

import static io.weir.dashboards.TestWindows.count;
import static io.weir.dashboards.TestWindows.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dashboards.answer.Traffic;
import io.weir.dashboards.answer.TrafficTally;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.TcpCounts;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
  private static Optional<Traffic> traffic(EdgeCounts.Builder counts) {
    TrafficTally tally = new TrafficTally();
    tally.add(counts.setFirstNs(1).setLastNs(2).build());
    return Optional.of(tally.toTraffic());
  }

  private static EdgeCounts.Builder connects(int established, int refused) {
    return EdgeCounts.newBuilder()
        .setFlows(established + refused)
        .setTcp(
            TcpCounts.newBuilder()
                .setAttempts(established + refused)
                .setEstablished(established)
                .setRefused(refused));
  }

  @Test
  void whatIsThereAtOneTimeAloneIsNewOrGone() {
    Optional<Traffic> some = traffic(http(5, 0, 0.1));
    assertThat(Change.between(Optional.empty(), some)).isEqualTo(Change.NEW);
    assertThat(Change.between(some, Optional.empty())).isEqualTo(Change.GONE);
  }

  @ParameterizedTest
  @CsvSource({
    // good and bad before, good and bad now
    "1000, 0, 950, 50, DEGRADED",
    "950, 50, 1000, 0, IMPROVED",
    "1000, 0, 1000, 0, SAME",
    // the same share of more traffic
    "90, 10, 900, 100, SAME",
    // failing before, failing worse now: the health's word is the same
    "900, 100, 500, 500, DEGRADED",
    // over the border of degraded, but chance does that
    "991, 9, 989, 11, SAME",
    // as sure as can be, but less than a point
    "1000000, 0, 995000, 5000, SAME",
    // too few to tell
    "15, 0, 0, 15, SAME",
    "1000, 0, 9, 10, SAME",
    "20, 0, 0, 20, DEGRADED",
    // three of twenty may be chance
    "20, 0, 17, 3, SAME",
  })
  void sharesOfBadAreComparedOnCounts(
      int goodBefore, int badBefore, int good, int bad, Change change) {
    assertThat(
            Change.between(
                traffic(http(goodBefore, badBefore, 0.1)), traffic(http(good, bad, 0.1))))
        .isEqualTo(change);
  }

  @Test
  void oneWorseLayerCountsMoreThanABetterOne() {
    EdgeCounts.Builder before = http(500, 500, 0.1).mergeFrom(connects(1000, 0).build());
    EdgeCounts.Builder now = http(1000, 0, 0.1).mergeFrom(connects(500, 500).build());

    assertThat(Change.between(traffic(before), traffic(now))).isEqualTo(Change.DEGRADED);
    assertThat(Change.between(traffic(now), traffic(before))).isEqualTo(Change.DEGRADED);
  }

  /** Connections were open before; now that new ones are tried, nobody answers. */
  @Test
  void aLayerWithoutAPastIsWorseWhenItFailsAndNothingFailedBefore() {
    EdgeCounts.Builder refusedToo = http(0, 0, 0.1).mergeFrom(connects(0, 30).build());

    assertThat(Change.between(traffic(http(100, 0, 0.1)), traffic(refusedToo)))
        .isEqualTo(Change.DEGRADED);
    assertThat(Change.between(traffic(http(50, 50, 0.1)), traffic(refusedToo)))
        .isEqualTo(Change.SAME);
    assertThat(Change.between(traffic(http(5, 0, 0.1)), traffic(refusedToo)))
        .as("too little before to call it healthy")
        .isEqualTo(Change.SAME);
  }

  @Test
  void packetsThatAPolicyBeginsToDenyDegrade() {
    EdgeCounts.Builder before =
        EdgeCounts.newBuilder().setFlows(200).addVerdicts(count("FORWARDED", 200));
    EdgeCounts.Builder now =
        EdgeCounts.newBuilder()
            .setFlows(200)
            .addVerdicts(count("DROPPED", 40))
            .addVerdicts(count("FORWARDED", 160))
            .addDrops(count("POLICY_DENIED", 40));

    assertThat(Change.between(traffic(before), traffic(now))).isEqualTo(Change.DEGRADED);
  }

  /** 2 % bad at both times, drawn 4,000 times: a thousandth of them may look changed. */
  @Test
  void chanceAloneSeldomChangesAnything() {
    Random random = new Random(42);
    int changed = 0;
    for (int i = 0; i < 4_000; i++) {
      if (Change.between(drawn(random), drawn(random)) != Change.SAME) {
        changed++;
      }
    }
    assertThat(changed).isLessThanOrEqualTo(12);
  }

  private static Optional<Traffic> drawn(Random random) {
    int bad = 0;
    for (int i = 0; i < 500; i++) {
      bad += random.nextInt(50) == 0 ? 1 : 0;
    }
    return traffic(connects(500 - bad, bad));
  }
}
