package io.weir.relay.observe.filter;

import io.weir.hubble.flow.FlowFilter;
import java.util.List;

/** Expressions in the Common Expression Language. */
final class CelFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "CEL expression",
              "experimental.cel_expression",
              (FlowFilter filter) -> filter.getExperimental().getCelExpressionList(),
              // Behind a lambda: CEL's classes are loaded by the first request that has one.
              (String expression) -> CelExpression.compile(expression)));

  private CelFields() {}
}
