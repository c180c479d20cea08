package io.weir.streams.edge;

import io.weir.codec.FieldReader;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of a flow event that the stream jobs look at. A flow has three times as many, and
 * reading them all would cost more than everything that is done with them.
 *
 * <p>A rule that looks at a further field names it here, and {@link FlowReader} puts it into its
 * place; else the rule sees the field's default.
 */
enum FlowField {
  HEADER("header", Use.ROUTE),
  HEADER_NODE("header.node", Use.ROUTE, Values.SHARED),
  HEADER_COLLECTOR("header.collector", Use.ROUTE, Values.SHARED),
  HEADER_SEQ("header.seq", Use.ROUTE),
  HEADER_OBSERVED("header.observed_at_ns", Use.ROUTE),
  HEADER_SOURCE("header.source", Use.ROUTE, Values.SHARED),
  HEADER_SAMPLING("header.sampling", Use.ROUTE),
  FLOW("flow", Use.ROUTE),
  TIME("flow.time", Use.ROUTE),
  TIME_SECONDS("flow.time.seconds", Use.ROUTE),
  TIME_NANOS("flow.time.nanos", Use.ROUTE),
  UUID("flow.uuid", Use.RULES),
  VERDICT("flow.verdict", Use.ROUTE),
  DROP_REASON("flow.drop_reason", Use.RULES),
  DROP_REASON_DESC("flow.drop_reason_desc", Use.RULES),
  ADDRESSES("flow.IP", Use.ROUTE),
  SOURCE_ADDRESS("flow.IP.source", Use.ROUTE, Values.SHARED_BY_RULES),
  DESTINATION_ADDRESS("flow.IP.destination", Use.ROUTE, Values.SHARED_BY_RULES),
  LAYER4("flow.l4", Use.ROUTE),
  TCP("flow.l4.TCP", Use.ROUTE),
  TCP_SOURCE_PORT("flow.l4.TCP.source_port", Use.ROUTE),
  TCP_DESTINATION_PORT("flow.l4.TCP.destination_port", Use.ROUTE),
  TCP_FLAGS("flow.l4.TCP.flags", Use.ROUTE, Values.SHARED),
  UDP("flow.l4.UDP", Use.ROUTE),
  UDP_SOURCE_PORT("flow.l4.UDP.source_port", Use.ROUTE),
  UDP_DESTINATION_PORT("flow.l4.UDP.destination_port", Use.ROUTE),
  ICMP4("flow.l4.ICMPv4", Use.ROUTE),
  ICMP6("flow.l4.ICMPv6", Use.ROUTE),
  SCTP("flow.l4.SCTP", Use.ROUTE),
  VRRP("flow.l4.VRRP", Use.ROUTE),
  IGMP("flow.l4.IGMP", Use.ROUTE),
  SOURCE("flow.source", Use.ENDS, Values.SHARED),
  DESTINATION("flow.destination", Use.ENDS, Values.SHARED),
  TYPE("flow.Type", Use.ROUTE),
  NODE_NAME("flow.node_name", Use.ROUTE, Values.SHARED),
  SOURCE_NAMES("flow.source_names", Use.ENDS, Values.SHARED),
  DESTINATION_NAMES("flow.destination_names", Use.ENDS, Values.SHARED),
  LAYER7("flow.l7", Use.RULES),
  // For the route it is enough that there is one.
  LAYER7_THERE("flow.l7", Use.ROUTE_ALONE),
  LAYER7_TYPE("flow.l7.type", Use.ROUTE_ALONE),
  REPLY("flow.reply", Use.ROUTE),
  EVENT_TYPE("flow.event_type", Use.ROUTE, Values.SHARED),
  DIRECTION("flow.traffic_direction", Use.ROUTE),
  OBSERVATION_POINT("flow.trace_observation_point", Use.ROUTE),
  IS_REPLY("flow.is_reply", Use.ROUTE, Values.SHARED),
  EGRESS_DENIED_BY("flow.egress_denied_by", Use.RULES, Values.SHARED),
  INGRESS_DENIED_BY("flow.ingress_denied_by", Use.RULES, Values.SHARED),
  LOSS("loss", Use.ROUTE),
  // Other kinds of events are told from flows by being there.
  NODE_STATUS("node_status", Use.ROUTE),
  AGENT_EVENT("agent_event", Use.ROUTE),
  DEBUG_EVENT("debug_event", Use.ROUTE);

  /**
   * Who looks at it: what decides where an event goes and the rules, or one of them alone; or rules
   * that ask who is at the ends of a connection.
   */
  private enum Use {
    ROUTE,
    ROUTE_ALONE,
    RULES,
    ENDS
  }

  /** Shared values come again and again; those that rules keep are worth it for rules alone. */
  private enum Values {
    SHARED,
    SHARED_BY_RULES,
    OWN
  }

  private static final List<FlowField> ALL = List.of(values());

  private final String path;
  private final Use use;
  private final Values values;

  FlowField(String path, Use use) {
    this(path, use, Values.OWN);
  }

  FlowField(String path, Use use, Values values) {
    this.path = path;
    this.use = use;
    this.values = values;
  }

  private boolean isShared(boolean byRules) {
    return values == Values.SHARED || (values == Values.SHARED_BY_RULES && byRules);
  }

  /** The field of a reader's slot. */
  static FlowField of(int slot) {
    return ALL.get(slot);
  }

  /** What decides where an event goes. */
  static List<FieldReader.Field> route() {
    return fields(Use.ROUTE, Use.ROUTE_ALONE);
  }

  /** What all rules look at. */
  static List<FieldReader.Field> all() {
    return fields(Use.ROUTE, Use.RULES, Use.ENDS);
  }

  /** What rules look at that know who is at the ends. */
  static List<FieldReader.Field> withoutEnds() {
    return fields(Use.ROUTE, Use.RULES);
  }

  private static List<FieldReader.Field> fields(Use... uses) {
    // What a connection keeps it has by the time that its ends are known.
    boolean rules = Arrays.asList(uses).contains(Use.ENDS);
    return ALL.stream()
        .filter(field -> Arrays.asList(uses).contains(field.use))
        .map(field -> new FieldReader.Field(field.ordinal(), field.path, field.isShared(rules)))
        .toList();
  }
}
