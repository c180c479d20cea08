package io.weir.relay.observe.filter;

import com.google.re2j.Pattern;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.function.Predicate;

/** Which node saw it, by name. */
final class NodeFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of("node name", "node_name", FlowFilter::getNodeNameList, NodeFields::node));

  private NodeFields() {}

  private static Predicate<Flow> node(String value) {
    NodePattern wanted = NodePattern.parse(value);
    Pattern cluster = Patterns.wildcard(wanted.cluster(), "[^/]*");
    Pattern node = Patterns.wildcard(wanted.node(), "[^/]*");
    return flow -> {
      String name = flow.getNodeName();
      int slash = name.indexOf('/');
      return cluster.matcher(slash < 0 ? "default" : name.substring(0, slash)).matches()
          && node.matcher(name.substring(slash + 1)).matches();
    };
  }
}
