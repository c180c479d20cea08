package io.weir.alerting.cause;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Containers during the incident, and which of them had which condition. Mutable. */
final class Bystanders {
  private final Set<String> all = new TreeSet<>();
  private final Map<CauseKind, Set<String>> withCondition = new EnumMap<>(CauseKind.class);

  void see(boolean node, String entity, List<Condition> conditions) {
    if (node) {
      return;
    }
    all.add(entity);
    for (Condition condition : conditions) {
      withCondition.computeIfAbsent(condition.kind(), kind -> new TreeSet<>()).add(entity);
    }
  }

  /** 1 when no other container has the condition, 0 when all others have it. */
  double specificity(CauseKind kind, Set<String> here) {
    Set<String> others = new TreeSet<>(all);
    others.removeAll(here);
    if (others.isEmpty()) {
      return Score.NOTHING_TO_COMPARE;
    }
    long same =
        withCondition.getOrDefault(kind, Set.of()).stream().filter(others::contains).count();
    return 1 - (double) same / others.size();
  }
}
