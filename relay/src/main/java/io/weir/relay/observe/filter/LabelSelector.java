package io.weir.relay.observe.filter;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Kubernetes label selector whose keys may carry a Cilium label source: {@code k8s:app in (a, b),
 * tier != db, !canary}. All requirements must hold; without any, every flow matches.
 */
record LabelSelector(List<Requirement> requirements) {
  LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** How a requirement compares. */
  enum Operator {
    EXISTS,
    ABSENT,
    IN,
    NOT_IN
  }

  /** As in Kubernetes, {@code !=} and {@code notin} also hold when there is no such label. */
  record Requirement(LabelKey key, Operator operator, Set<String> values) {
    boolean matches(List<String> labels) {
      Optional<Label> label = key.find(labels);
      return switch (operator) {
        case EXISTS -> label.isPresent();
        case ABSENT -> label.isEmpty();
        case IN -> label.isPresent() && values.contains(label.get().value());
        case NOT_IN -> label.isEmpty() || !values.contains(label.get().value());
      };
    }
  }

  /** Parses a selector; the exception's message is the reason alone, with the column. */
  static LabelSelector parse(String text) {
    return new LabelSelectorParser(text).parse();
  }

  boolean matches(List<String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
