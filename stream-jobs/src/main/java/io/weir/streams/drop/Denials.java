package io.weir.streams.drop;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.model.drop.DropClass;
import io.weir.series.v1.DropWindow;
import io.weir.streams.edge.FlowFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which policy denied the packets of one connection. The datapath reports a denied packet twice: as
 * verdict, which names the policy, and as drop, which counts and names none. A drop takes the
 * policies of the verdict that is nearest in time, of the same node and direction. When a nearer
 * one comes in later, the drop is taken back from its group and added to the right one, so the
 * order of arrival does not matter. Mutable, confined to the thread of the operator that owns it.
 */
public final class Denials {
  /** Verdicts, and drops, remembered of one connection; the earliest goes, and keeps its group. */
  public static final int REMEMBERED_MAX = 16;

  private static final String POLICY = DropClass.POLICY.label();

  private final List<Denied> verdicts = new ArrayList<>(1);
  private final List<DropDelta> drops = new ArrayList<>(1);

  /** A verdict by name. */
  public record Denied(String node, TrafficDirection direction, long ns, List<String> policies) {
    public Denied {
      policies = List.copyOf(policies);
    }
  }

  /** True when {@code flow} is about a denial: all others need no memory. */
  public static boolean concerns(Flow flow) {
    return flow.getVerdict() == Verdict.DROPPED;
  }

  /** What the event adds to drop groups. */
  public List<DropDelta> onFlow(FlowEvent event) {
    Optional<DropDelta> drop = DropDelta.of(event);
    if (drop.isPresent()) {
      return List.of(dropped(drop.get()));
    }
    List<String> policies = DropDelta.policies(event.getFlow());
    return policies.isEmpty()
        ? List.of()
        : denied(
            new Denied(
                DropDelta.node(event),
                event.getFlow().getTrafficDirection(),
                FlowFacts.timeNs(event),
                policies));
  }

  private DropDelta dropped(DropDelta drop) {
    if (drop.group().getPoliciesCount() > 0 || !drop.group().getDropClass().equals(POLICY)) {
      return drop;
    }
    DropDelta named = named(drop);
    drops.add(named);
    if (drops.size() > REMEMBERED_MAX) {
      drops.remove(earliestDrop());
    }
    return named;
  }

  private List<DropDelta> denied(Denied verdict) {
    if (verdicts.contains(verdict)) {
      return List.of();
    }
    verdicts.add(verdict);
    if (verdicts.size() > REMEMBERED_MAX) {
      verdicts.remove(earliestVerdict());
    }
    List<DropDelta> deltas = new ArrayList<>();
    for (int i = 0; i < drops.size(); i++) {
      DropDelta was = drops.get(i);
      DropDelta is = named(was);
      if (!is.equals(was)) {
        drops.set(i, is);
        deltas.add(was.takenBack());
        deltas.add(is);
      }
    }
    return deltas;
  }

  private DropDelta named(DropDelta drop) {
    DropWindow group = drop.group();
    Optional<Denied> nearest = Optional.empty();
    long nearestNs = Long.MAX_VALUE;
    for (Denied verdict : verdicts) {
      if (verdict.node().equals(group.getNode())
          && verdict.direction().name().equals(group.getDirection())) {
        long apartNs = Math.abs(verdict.ns() - drop.sample().timeNs());
        // Of two as near the earlier: a verdict comes before its drop.
        if (apartNs < nearestNs
            || (apartNs == nearestNs && verdict.ns() < nearest.orElseThrow().ns())) {
          nearest = Optional.of(verdict);
          nearestNs = apartNs;
        }
      }
    }
    return nearest.map(verdict -> drop.by(verdict.policies())).orElse(drop);
  }

  private int earliestDrop() {
    int earliest = 0;
    for (int i = 1; i < drops.size(); i++) {
      earliest = drops.get(i).sample().compareTo(drops.get(earliest).sample()) < 0 ? i : earliest;
    }
    return earliest;
  }

  private int earliestVerdict() {
    int earliest = 0;
    for (int i = 1; i < verdicts.size(); i++) {
      earliest = verdicts.get(i).ns() < verdicts.get(earliest).ns() ? i : earliest;
    }
    return earliest;
  }

  /** In order of arrival. */
  public List<Denied> verdicts() {
    return List.copyOf(verdicts);
  }

  /** In order of arrival, as they are counted. */
  public List<DropDelta> drops() {
    return List.copyOf(drops);
  }

  /** Puts back what the two views gave. */
  public static Denials of(List<Denied> verdicts, List<DropDelta> drops) {
    Denials denials = new Denials();
    denials.verdicts.addAll(verdicts);
    denials.drops.addAll(drops);
    return denials;
  }
}
