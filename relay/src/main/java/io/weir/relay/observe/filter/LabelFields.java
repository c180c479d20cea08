package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Labels of both sides and of the node, by Kubernetes selectors. */
final class LabelFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "source label",
              "source_label",
              FlowFilter::getSourceLabelList,
              (String value) -> labels(value, flow -> flow.getSource().getLabelsList())),
          FilterField.of(
              "destination label",
              "destination_label",
              FlowFilter::getDestinationLabelList,
              (String value) -> labels(value, flow -> flow.getDestination().getLabelsList())),
          FilterField.of(
              "node label",
              "node_labels",
              FlowFilter::getNodeLabelsList,
              (String value) -> labels(value, Flow::getNodeLabelsList)));

  private LabelFields() {}

  private static Predicate<Flow> labels(String value, Function<Flow, List<String>> labels) {
    LabelSelector selector = LabelSelector.parse(value);
    return flow -> selector.matches(labels.apply(flow));
  }
}
