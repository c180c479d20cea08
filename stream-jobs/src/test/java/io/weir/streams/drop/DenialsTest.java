package io.weir.streams.drop;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.Verdict;
import io.weir.streams.TestFlows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A denied packet is reported as verdict with a policy and as drop without one. */
class DenialsTest {
  private static final Flow DROP =
      TestFlows.syn().toBuilder()
          .setVerdict(Verdict.DROPPED)
          .setDropReasonDesc(DropReason.POLICY_DENY)
          .setEventType(CiliumEventType.newBuilder().setType(1))
          .build();

  private static FlowEvent drop(long atS) {
    return TestFlows.event(DROP, T0 + atS * SECOND + 1_000, atS);
  }

  private static FlowEvent verdict(String policy, long atS) {
    return TestFlows.event(
        DROP.toBuilder()
            .setEventType(CiliumEventType.newBuilder().setType(5))
            .addEgressDeniedBy(Policy.newBuilder().setNamespace("shop").setName(policy))
            .build(),
        T0 + atS * SECOND,
        100 + atS);
  }

  private static Map<String, DropCounts> groups(List<FlowEvent> events) {
    Denials denials = new Denials();
    Map<String, DropCounts> groups = new HashMap<>();
    for (FlowEvent event : events) {
      for (DropDelta delta : denials.onFlow(event)) {
        groups.merge(
            String.join(",", delta.group().getPoliciesList()),
            delta.count() > 0
                ? DropCounts.one(delta.sample())
                : DropCounts.takenBack(delta.sample()),
            DropCounts::plus);
      }
    }
    groups.values().removeIf(counts -> counts.equals(DropCounts.NONE));
    return groups;
  }

  @Test
  void aDropIsOfThePolicyThatItsVerdictNames() {
    assertThat(groups(List.of(verdict("deny", 0), drop(0)))).containsOnlyKeys("shop/deny");
  }

  @Test
  void aDropWithoutAVerdictHasNoPolicy() {
    assertThat(groups(List.of(drop(0), drop(1)))).containsOnlyKeys("");
  }

  /** The policy was replaced between two tries. */
  @Test
  void theNearestVerdictCountsInAnyOrder() {
    List<FlowEvent> events =
        new ArrayList<>(
            List.of(verdict("old", 0), drop(0), drop(1), verdict("new", 3), drop(3), drop(7)));
    Map<String, DropCounts> inOrder = groups(events);
    assertThat(inOrder).containsOnlyKeys("shop/old", "shop/new");
    assertThat(inOrder.get("shop/old").count()).isEqualTo(2);
    assertThat(inOrder.get("shop/new").count()).isEqualTo(2);
    for (long seed = 0; seed < 100; seed++) {
      Collections.shuffle(events, new Random(seed));
      assertThat(groups(events)).as("seed %s", seed).isEqualTo(inOrder);
    }
  }

  @Test
  void verdictsOfOtherNodesSayNothing() {
    FlowEvent other = verdict("deny", 0);
    FlowEvent elsewhere =
        other.toBuilder().setHeader(other.getHeader().toBuilder().setNode("node-9")).build();
    assertThat(groups(List.of(elsewhere, drop(0)))).containsOnlyKeys("");
  }

  @Test
  void whatIsRememberedIsBoundedAndKeepsItsGroup() {
    Denials denials = new Denials();
    long sum = 0;
    for (int i = 0; i < 3 * Denials.REMEMBERED_MAX; i++) {
      sum += denials.onFlow(drop(i)).stream().mapToLong(DropDelta::count).sum();
      denials.onFlow(verdict("p" + i, 1_000 + i));
    }
    assertThat(denials.drops()).hasSize(Denials.REMEMBERED_MAX);
    assertThat(denials.verdicts()).hasSize(Denials.REMEMBERED_MAX);
    assertThat(sum).isEqualTo(3L * Denials.REMEMBERED_MAX);
  }

  @Test
  void takingBackLeavesWhatIsLeft() {
    DropCounts.Sample a = new DropCounts.Sample(1, "a");
    DropCounts.Sample b = new DropCounts.Sample(2, "b");
    DropCounts both = DropCounts.one(a).plus(DropCounts.one(b));
    assertThat(both.plus(DropCounts.takenBack(a))).isEqualTo(DropCounts.one(b));
    assertThat(DropCounts.takenBack(a).plus(both)).isEqualTo(DropCounts.one(b));
    assertThat(DropCounts.one(a).plus(DropCounts.takenBack(a))).isEqualTo(DropCounts.NONE);
  }
}
