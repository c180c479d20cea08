package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.count;
import static io.weir.dashboards.TestWindows.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.TcpCounts;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static Diagnosis diagnose(EdgeCounts.Builder counts) {
    TrafficTally tally = new TrafficTally();
    tally.add(counts.build());
    return Diagnosis.of(tally.toTraffic());
  }

  private static void assertLayer(Diagnosis diagnosis, Health health, Layer layer, String why) {
    assertThat(diagnosis.health()).isEqualTo(health);
    assertThat(diagnosis.layer()).contains(layer);
    assertThat(diagnosis.why()).isEqualTo(why);
  }

  @Test
  void serverErrorsAreTheApplications() {
    assertLayer(
        diagnose(http(62, 38, 0.1)),
        Health.FAILING,
        Layer.HTTP_5XX,
        "38 of 100 responses (38 %) were errors of the server: 38 503.");
  }

  @Test
  void fromOneInAHundredItIsDegraded() {
    assertThat(diagnose(http(99, 1, 0.1)).health()).isEqualTo(Health.DEGRADED);
    assertThat(diagnose(http(100, 1, 0.1)).health()).isEqualTo(Health.OK);
    assertThat(diagnose(http(95, 5, 0.1)).health()).isEqualTo(Health.FAILING);
  }

  @Test
  void refusedAndUnansweredConnectionsFailToConnect() {
    assertLayer(
        diagnose(
            EdgeCounts.newBuilder()
                .setTcp(
                    TcpCounts.newBuilder()
                        .setAttempts(10)
                        .setEstablished(7)
                        .setRefused(2)
                        .setUnanswered(1))),
        Health.FAILING,
        Layer.CONNECT,
        "3 of 10 connection attempts (30 %) failed: 2 refused, 1 unanswered.");
  }

  /** A denied SYN also goes unanswered: the policy is the cause and must speak. */
  @Test
  void aPolicySpeaksBeforeTheConnectionsItBreaks() {
    assertLayer(
        diagnose(
            EdgeCounts.newBuilder()
                .addDrops(count("POLICY_DENIED", 6))
                .setTcp(TcpCounts.newBuilder().setAttempts(2).setUnanswered(2))),
        Health.FAILING,
        Layer.POLICY,
        "Policy denied 6 of 6 packets (100 %).");
  }

  @Test
  void otherDropsNameTheirReasons() {
    assertLayer(
        diagnose(
            EdgeCounts.newBuilder()
                .addVerdicts(count("FORWARDED", 97))
                .addDrops(count("CT_MAP_INSERTION_FAILED", 3))),
        Health.DEGRADED,
        Layer.DROPS,
        "3 of 100 packets (3.0 %) dropped: 3 CT_MAP_INSERTION_FAILED.");
  }

  @Test
  void resetsAfterEstablishmentAreTheirOwnLayer() {
    assertLayer(
        diagnose(
            EdgeCounts.newBuilder()
                .setTcp(
                    TcpCounts.newBuilder()
                        .setAttempts(50)
                        .setEstablished(50)
                        .setClosed(50)
                        .setReset(1))),
        Health.DEGRADED,
        Layer.RESET,
        "1 of 50 closed connections (2.0 %) ended by a reset.");
  }

  @Test
  void dnsFailuresLeaveOutNamesThatDoNotExist() {
    assertLayer(
        diagnose(
            EdgeCounts.newBuilder()
                .setDns(
                    DnsCounts.newBuilder()
                        .setQueries(20)
                        .addAnswers(count("NXDOMAIN", 16))
                        .addAnswers(count("SERVFAIL", 1))
                        .setUnanswered(3))),
        Health.FAILING,
        Layer.DNS,
        "DNS failed for 4 of 20 queries (20 %): 1 SERVFAIL, 3 unanswered.");
  }

  @Test
  void healthySaysWhatItSaw() {
    Diagnosis diagnosis = diagnose(http(1240, 0, 0.1));
    assertThat(diagnosis)
        .isEqualTo(
            new Diagnosis(
                Health.OK, java.util.Optional.empty(), "Nothing failing in 1,240 responses."));
  }

  @Test
  void silenceIsNotHealth() {
    assertThat(diagnose(EdgeCounts.newBuilder().setFlows(3)).health()).isEqualTo(Health.UNKNOWN);
  }
}
