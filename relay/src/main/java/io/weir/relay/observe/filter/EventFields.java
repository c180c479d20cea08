package io.weir.relay.observe.filter;

import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.NetworkInterface;
import io.weir.hubble.flow.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What was observed: event type, verdict, direction, reply, trace ids, interface. */
final class EventFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "event type", "event_type", FlowFilter::getEventTypeList, EventFields::eventType),
          FilterField.of(
              "verdict",
              "verdict",
              // By number: the names that a later Hubble adds must not be equal to each other here.
              FlowFilter::getVerdictValueList,
              (Integer verdict) -> flow -> flow.getVerdictValue() == verdict),
          FilterField.of(
              "drop reason",
              "drop_reason_desc",
              FlowFilter::getDropReasonDescValueList,
              (Integer reason) ->
                  flow ->
                      flow.getVerdict() == Verdict.DROPPED
                          && flow.getDropReasonDescValue() == reason),
          FilterField.of(
              "traffic direction",
              "traffic_direction",
              FlowFilter::getTrafficDirectionValueList,
              (Integer direction) -> flow -> flow.getTrafficDirectionValue() == direction),
          FilterField.of(
              "reply",
              "reply",
              FlowFilter::getReplyList,
              (Boolean wanted) -> flow -> isReply(flow).filter(wanted::equals).isPresent()),
          FilterField.of(
              "UUID",
              "uuid",
              FlowFilter::getUuidList,
              (String uuid) -> flow -> flow.getUuid().equals(uuid)),
          FilterField.of(
              "trace ID",
              "trace_id",
              FlowFilter::getTraceIdList,
              (String id) -> flow -> flow.getTraceContext().getParent().getTraceId().equals(id)),
          FilterField.of(
              "IP trace ID",
              "ip_trace_id",
              FlowFilter::getIpTraceIdList,
              (Long id) -> flow -> flow.getIpTraceId().getTraceId() == id),
          FilterField.of(
              "interface",
              "interface",
              FlowFilter::getInterfaceList,
              EventFields::networkInterface));

  private EventFields() {}

  /** Type 0 stands for any; the sub-type counts only if asked for. */
  private static Predicate<Flow> eventType(EventTypeFilter wanted) {
    return flow ->
        (wanted.getType() == 0 || flow.getEventType().getType() == wanted.getType())
            && (!wanted.getMatchSubType()
                || flow.getEventType().getSubType() == wanted.getSubType());
  }

  /**
   * Whether the flow is a reply, as far as it says in {@code is_reply}; the deprecated {@code
   * reply} of old captures is not asked, as in Hubble. A dropped flow that does not say counts as
   * no reply: that is what Hubble UI relies on. Anything else is unknown and matches neither.
   */
  private static Optional<Boolean> isReply(Flow flow) {
    if (flow.hasIsReply()) {
      return Optional.of(flow.getIsReply().getValue());
    }
    return flow.getVerdict() == Verdict.DROPPED ? Optional.of(false) : Optional.empty();
  }

  private static Predicate<Flow> networkInterface(NetworkInterface wanted) {
    return flow ->
        (wanted.getIndex() == 0 || flow.getInterface().getIndex() == wanted.getIndex())
            && (wanted.getName().isEmpty()
                || flow.getInterface().getName().equals(wanted.getName()));
  }
}
