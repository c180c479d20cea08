package io.weir.streams.drop;

import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.Verdict;
import io.weir.series.v1.DropWindow;
import io.weir.streams.TestFlows;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DropDeltaTest {
  private static final Flow DENIED =
      TestFlows.syn().toBuilder()
          .setVerdict(Verdict.DROPPED)
          .setDropReasonDesc(DropReason.POLICY_DENIED)
          .addIngressDeniedBy(Policy.newBuilder().setNamespace("shop").setName("lockdown"))
          .addIngressDeniedBy(Policy.newBuilder().setName("cluster-wide"))
          .build();

  private static Optional<DropDelta> drop(Flow flow) {
    return DropDelta.of(TestFlows.event(flow, T0, 7));
  }

  @Test
  void dropIsGroupedByWhatMakesItAlike() {
    DropWindow group = drop(DENIED).orElseThrow().group();
    assertThat(group.getReason()).isEqualTo("POLICY_DENIED");
    assertThat(group.getDropClass()).isEqualTo("policy");
    assertThat(group.getDirection()).isEqualTo("EGRESS");
    assertThat(group.getSource().getName()).isEqualTo("frontend");
    assertThat(group.getDestination().getName()).isEqualTo("checkout");
    assertThat(group.getPort()).isEqualTo(8080);
    assertThat(group.getPoliciesList()).containsExactly("cluster-wide", "shop/lockdown");
    assertThat(drop(DENIED).orElseThrow().sample().id()).isEqualTo("collector-1:7");
  }

  @Test
  void policyVerdictIsTheAnnouncementOfADropAndNotOne() {
    Flow verdict = DENIED.toBuilder().setEventType(CiliumEventType.newBuilder().setType(5)).build();
    assertThat(drop(verdict)).isEmpty();
  }

  @Test
  void forwardedPacketIsNoDrop() {
    assertThat(drop(TestFlows.syn())).isEmpty();
  }

  @Test
  void reasonComesFromTheCodeWhereTheNameIsMissing() {
    Flow coded =
        DENIED.toBuilder()
            .clearDropReasonDesc()
            .setEventType(CiliumEventType.newBuilder().setType(1).setSubType(169))
            .build();
    assertThat(drop(coded).orElseThrow().group().getReason()).isEqualTo("FIB_LOOKUP_FAILED");
  }

  @Test
  void reasonNewerThanThisProgramKeepsItsNumber() {
    Flow newer = DENIED.toBuilder().setDropReasonDescValue(250).build();
    assertThat(drop(newer).orElseThrow().group().getReason()).isEqualTo("CODE_250");
    assertThat(drop(newer).orElseThrow().group().getDropClass()).isEqualTo("fault");
  }

  @Test
  void requestThatAProxyRefusedWasDeniedByPolicy() {
    Flow request = TestFlows.request("GET", "/").toBuilder().setVerdict(Verdict.DROPPED).build();
    assertThat(drop(request).orElseThrow().group().getReason()).isEqualTo("POLICY_DENIED");
  }

  @Test
  void earliestFiveSamplesAreKeptInAnyOrder() {
    DropCounts up = DropCounts.NONE;
    DropCounts down = DropCounts.NONE;
    for (int i = 0; i < 9; i++) {
      up = up.plus(DropCounts.one(new DropCounts.Sample(i + 1, "c:" + i)));
      down = down.plus(DropCounts.one(new DropCounts.Sample(9 - i, "c:" + (8 - i))));
    }
    assertThat(up).isEqualTo(down);
    assertThat(up.count()).isEqualTo(9);
    assertThat(up.firstNs()).isEqualTo(1);
    assertThat(up.lastNs()).isEqualTo(9);
    assertThat(up.samples())
        .extracting(DropCounts.Sample::id)
        .containsExactly("c:0", "c:1", "c:2", "c:3", "c:4");
  }
}
