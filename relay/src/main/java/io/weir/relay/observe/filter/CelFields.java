package io.weir.relay.observe.filter;

import io.weir.cel.CelLimitException;
import io.weir.cel.FlowCondition;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.function.Predicate;

/** Expressions in the Common Expression Language. */
final class CelFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "CEL expression",
              "experimental.cel_expression",
              (FlowFilter filter) -> filter.getExperimental().getCelExpressionList(),
              // Behind a lambda: CEL's classes are loaded by the first request that has one.
              CelFields::compile));

  private CelFields() {}

  private static Predicate<Flow> compile(String expression) {
    try {
      return FlowCondition.compile(expression);
    } catch (CelLimitException e) {
      throw new LimitExceededException(e.limit(), String.valueOf(e.getMessage()));
    }
  }
}
