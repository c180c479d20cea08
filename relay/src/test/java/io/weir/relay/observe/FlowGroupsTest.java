package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.query.v1.Counts;
import io.weir.query.v1.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowGroupsTest {
  private static final List<FieldPath> BY_POD = List.of(FieldPath.of("source.pod_name", 0));

  private long offset;

  private void add(FlowGroups groups, String pod, long second) {
    groups.add(stored(0, offset, flow(++offset, second, pod)));
  }

  @Test
  void largestFirst_equalOnesInOrderOfTheirValues() {
    FlowGroups groups = new FlowGroups(BY_POD, 10);
    add(groups, "b", 30);
    add(groups, "c", 20);
    add(groups, "a", 10);
    add(groups, "c", 5);

    Counts counts = groups.result(0).build();

    assertThat(counts.getByList()).containsExactly("source.pod_name");
    assertThat(counts.getGroupsList())
        .extracting(group -> group.getValues(0) + " " + group.getFlows())
        .containsExactly("c 2", "a 1", "b 1");
    assertThat(counts.getGroups(0).getFirstNs()).isEqualTo(5_000_000_000L);
    assertThat(counts.getGroups(0).getLastNs()).isEqualTo(20_000_000_000L);
    assertThat(counts.getFlows()).isEqualTo(4);
    assertThat(counts.getOtherGroups()).isZero();
    assertThat(counts.getOtherFlows()).isZero();
  }

  @Test
  void withoutFieldsAllAreOneGroup() {
    FlowGroups groups = new FlowGroups(List.of(), 1);
    add(groups, "a", 1);
    add(groups, "b", 2);

    Counts counts = groups.result(0).build();

    assertThat(counts.getGroupsList()).hasSize(1);
    assertThat(counts.getGroups(0).getValuesList()).isEmpty();
    assertThat(counts.getGroups(0).getFlows()).isEqualTo(2);
    assertThat(new FlowGroups(List.of(), 1).result(0).build().getGroupsList()).isEmpty();
  }

  @Test
  void topLeavesTheRestToOthers() {
    FlowGroups groups = new FlowGroups(BY_POD, 10);
    for (String pod : List.of("a", "a", "a", "b", "b", "c")) {
      add(groups, pod, 1);
    }

    Counts counts = groups.result(1).build();

    assertThat(counts.getGroupsList()).extracting(Group::getFlows).containsExactly(3L);
    assertThat(counts.getOtherGroups()).isEqualTo(2);
    assertThat(counts.getOtherFlows()).isEqualTo(3);
    assertThat(groups.result(99).build().getGroupsCount()).isEqualTo(3);
  }

  /** Groups that came first keep counting; flows of later ones are told, not forgotten. */
  @Test
  void beyondTheLimitOfGroupsFlowsAreCountedTogether() {
    FlowGroups groups = new FlowGroups(BY_POD, 2);
    for (String pod : List.of("a", "b", "c", "a", "d", "b", "c")) {
      add(groups, pod, 1);
    }

    Counts counts = groups.result(1).build();

    assertThat(counts.getFlows()).isEqualTo(7);
    assertThat(counts.getOverflowFlows()).isEqualTo(3);
    assertThat(counts.getGroups(0).getValues(0)).isEqualTo("a");
    assertThat(counts.getOtherFlows()).as("b's and the overflow").isEqualTo(2 + 3);
    assertThat(counts.getOtherGroups()).as("known ones").isEqualTo(1);
  }

  @Test
  void groupsHoldABoundedNumberOfCharacters() {
    FlowGroups groups = new FlowGroups(BY_POD, 1_000);
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 20; i++) {
      add(groups, large.substring(i), 1);
    }

    Counts counts = groups.result(1_000).build();

    assertThat(counts.getOverflowFlows()).isEqualTo(20 - FlowGroups.TEXT_MAX / (1 << 20));
    assertThat(counts.getFlows()).isEqualTo(20);
  }

  /** Clients take messages of 4 MiB; the smallest groups are left out. */
  @Test
  void theResultFitsIntoOneMessage() {
    FlowGroups groups = new FlowGroups(BY_POD, 100_000);
    String large = "x".repeat(1_000);
    for (int i = 0; i < 10_000; i++) {
      add(groups, i + large, 1);
    }
    add(groups, "5000" + large, 1);

    Counts counts = groups.result(0).build();

    assertThat(counts.getSerializedSize()).isBetween(3_000_000, 4 << 20);
    assertThat(counts.getGroups(0).getValues(0)).startsWith("5000x");
    assertThat(counts.getGroupsCount() + counts.getOtherGroups()).isEqualTo(10_000);
    assertThat(
            counts.getGroupsList().stream().mapToLong(Group::getFlows).sum()
                + counts.getOtherFlows())
        .isEqualTo(10_001);
  }
}
