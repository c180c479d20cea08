package io.weir.streams.edge;

import io.weir.codec.Codecs;
import io.weir.codec.PartialDecoder;
import io.weir.event.v1.FlowEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a flow event that the stream jobs look at. A flow has three times as many, and
 * reading them all would cost more than everything that is done with them.
 *
 * <p>A rule that looks at a further field names it here; else it sees the field's default.
 */
public final class RuleFields {
  private static final List<String> ROUTE =
      List.of(
          "header",
          "loss",
          "flow.time",
          "flow.IP.source",
          "flow.IP.destination",
          "flow.l4",
          "flow.node_name",
          "flow.verdict",
          "flow.event_type",
          "flow.traffic_direction",
          "flow.is_reply");

  private static final List<String> RULES =
      List.of(
          "flow.uuid",
          "flow.drop_reason",
          "flow.drop_reason_desc",
          "flow.source",
          "flow.destination",
          "flow.Type",
          "flow.source_names",
          "flow.destination_names",
          "flow.l7",
          "flow.reply",
          "flow.trace_observation_point",
          "flow.egress_denied_by",
          "flow.ingress_denied_by");

  private RuleFields() {}

  /**
   * What {@link Sighting}, {@link FlowFacts#timeNs} and coverage look at, what tells flows of one
   * connection from those of another, and whether {@link FlowFacts#dropReason} has one.
   */
  public static PartialDecoder<FlowEvent> route() {
    return Route.DECODER;
  }

  /** What all rules look at. */
  public static PartialDecoder<FlowEvent> all() {
    return All.DECODER;
  }

  private static final class Route {
    static final PartialDecoder<FlowEvent> DECODER = Codecs.flows().only(kinds(ROUTE));
  }

  private static final class All {
    static final PartialDecoder<FlowEvent> DECODER = Codecs.flows().only(kinds(both()));
  }

  private static List<String> both() {
    List<String> both = new ArrayList<>(ROUTE);
    both.addAll(RULES);
    return both;
  }

  /** Other kinds of events are told from flows by being there. */
  private static List<String> kinds(List<String> fields) {
    List<String> more = new ArrayList<>(fields);
    more.addAll(List.of("node_status.state_change", "agent_event.type", "debug_event.type"));
    return more;
  }
}
