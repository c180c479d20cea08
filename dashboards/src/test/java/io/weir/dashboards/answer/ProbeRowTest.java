package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.START;
import static io.weir.dashboards.TestWindows.START_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeRowTest {
  private static ProbeEvent event(long second, Probe.Builder probe) {
    return ProbeEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder()
                .setNode("node-a")
                .setObservedAtNs(START_NS + second * 1_000_000_000L))
        .setProbe(probe.setId("web-ready").setType("readiness").setHandler("httpGet"))
        .build();
  }

  @Test
  void tellsHowAProbeStandsByItsNewestExecution() {
    Probe.Builder good = Probe.newBuilder().setSuccess(true).setState(Probe.State.HEALTHY);
    Probe.Builder bad =
        Probe.newBuilder()
            .setFailure(Probe.FailureClass.CONNECT)
            .setState(Probe.State.FAILING)
            .setStateSinceNs(START_NS)
            .setConsecutive(4)
            .setMessage("Connection refused by 10.0.0.1:80.")
            .addPhases(Probe.Phase.newBuilder().setName("connect").setDurationNs(1_500_000))
            .setDurationNs(2_000_000);

    List<ProbeRow> rows = ProbeRow.latest(List.of(event(20, bad), event(10, good)));

    ProbeRow row = rows.get(0);
    assertThat(rows).hasSize(1);
    assertThat(row.state()).isEqualTo("failing");
    assertThat(row.stateSince()).contains(START);
    assertThat(row.failure()).isEqualTo("connect");
    assertThat(row.phases()).containsExactly(new ProbeRow.PhaseTime("connect", 1.5));
    assertThat(row.durationMs()).isEqualTo(2);
    assertThat(row.certificateExpires()).isEmpty();
    assertThat(Summaries.probes(rows))
        .isEqualTo(
            "1 of 1 probe failing: web-ready since 2026-01-31T10:00:00Z, connect: Connection"
                + " refused by 10.0.0.1:80.");
  }
}
