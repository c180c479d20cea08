package io.weir.relay.observe.filter;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer4;
import io.weir.storage.FlowTerms;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.FlowTerms.Term;
import io.weir.topic.TopicKeys;
import java.util.List;

/** What the terms of a store mean, spelled out without any cleverness. */
public final class ReferenceTerms {
  private ReferenceTerms() {}

  /** Losses and node status are returned whatever the terms say. */
  public static boolean anyHolds(List<FlowTerms> anyOf, FlowEvent event) {
    return !event.hasFlow() || anyHolds(anyOf, event.getFlow());
  }

  static boolean anyHolds(List<FlowTerms> anyOf, Flow flow) {
    return anyOf.isEmpty()
        || anyOf.stream()
            .anyMatch(terms -> terms.terms().stream().allMatch(term -> holds(term, flow)));
  }

  private static boolean holds(Term term, Flow flow) {
    String text = text(term.column(), flow);
    return switch (term.match()) {
      case EQUALS -> term.values().contains(text);
      case PREFIX -> term.values().stream().anyMatch(text::startsWith);
    };
  }

  private static String text(Column column, Flow flow) {
    return switch (column) {
      case SOURCE_NAMESPACE -> flow.getSource().getNamespace();
      case SOURCE_POD -> flow.getSource().getPodName();
      case SOURCE_IP -> flow.getIP().getSource();
      case SOURCE_PORT -> Integer.toString(TopicKeys.sourcePort(flow.getL4()));
      case DESTINATION_NAMESPACE -> flow.getDestination().getNamespace();
      case DESTINATION_POD -> flow.getDestination().getPodName();
      case DESTINATION_IP -> flow.getIP().getDestination();
      case DESTINATION_PORT -> Integer.toString(TopicKeys.destinationPort(flow.getL4()));
      case VERDICT -> flow.getVerdict().name();
      case PROTOCOL -> protocol(flow.getL4());
      case EVENT_TYPE -> Integer.toString(flow.getEventType().getType());
      case NODE -> flow.getNodeName();
    };
  }

  private static String protocol(Layer4 l4) {
    return l4.getAllFields().keySet().stream().map(field -> field.getName()).findFirst().orElse("");
  }
}
