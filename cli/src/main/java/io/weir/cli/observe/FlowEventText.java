package io.weir.cli.observe;

import com.google.protobuf.Timestamp;
import io.weir.flowtext.Colors;
import io.weir.flowtext.FlowText;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.List;

/**
 * Flows and losses. On one line the client is always on the left: replies are turned round and have
 * the arrow {@code <-}; {@code <>} says that the direction is not known. Records and rows are not
 * turned round.
 */
final class FlowEventText implements EventText<GetFlowsResponse> {
  private final FlowText text;
  private final Times times;

  FlowEventText(FlowText text, Times times) {
    this.text = text;
    this.times = times;
  }

  @Override
  public boolean isPrintable(GetFlowsResponse response) {
    return switch (response.getResponseTypesCase()) {
      case FLOW, LOST_EVENTS -> true;
      case NODE_STATUS, RESPONSETYPES_NOT_SET -> false;
    };
  }

  /** A flow's own time counts; files may lack the one outside. */
  static Timestamp timestamp(GetFlowsResponse response) {
    return response.getFlow().hasTime() ? response.getFlow().getTime() : response.getTime();
  }

  @Override
  public String time(GetFlowsResponse response) {
    return times.text(timestamp(response));
  }

  @Override
  public String node(GetFlowsResponse response) {
    String own = response.getFlow().getNodeName();
    return Colors.escape(own.isEmpty() ? response.getNodeName() : own);
  }

  @Override
  public String sentence(GetFlowsResponse response) {
    return response.hasLostEvents()
        ? " " + lost(response.getLostEvents())
        : ": " + flow(response.getFlow());
  }

  private String flow(Flow flow) {
    String source = text.source(flow) + " " + text.identity(flow.getSource());
    String destination = text.destination(flow) + " " + text.identity(flow.getDestination());
    boolean reply = flow.getIsReply().getValue();
    String arrow = !flow.hasIsReply() ? " <> " : reply ? " <- " : " -> ";
    return (reply ? destination : source)
        + arrow
        + (reply ? source : destination)
        + " "
        + text.type(flow)
        + " "
        + text.verdict(flow)
        + " ("
        + text.summary(flow)
        + ")";
  }

  private String lost(LostEvent lost) {
    String span =
        lost.hasFirst() || lost.hasLast()
            ? " (first: %s, last: %s)"
                .formatted(times.text(lost.getFirst()), times.text(lost.getLast()))
            : "";
    return "EVENTS LOST: "
        + source(lost)
        + " CPU("
        + lost.getCpu().getValue()
        + ") "
        + count(lost)
        + span;
  }

  @Override
  public List<Entry> entries(GetFlowsResponse response) {
    if (response.hasLostEvents()) {
      LostEvent lost = response.getLostEvents();
      return List.of(
          new Entry("SOURCE", source(lost)),
          new Entry("TYPE", "EVENTS LOST"),
          new Entry("VERDICT", "-"),
          new Entry("SUMMARY", onCpu(lost)));
    }
    Flow flow = response.getFlow();
    return List.of(
        new Entry("SOURCE", text.source(flow)),
        new Entry("DESTINATION", text.destination(flow)),
        new Entry("TYPE", text.type(flow)),
        new Entry("VERDICT", text.verdict(flow)),
        new Entry("SUMMARY", text.summary(flow)));
  }

  @Override
  public List<String> titles() {
    return List.of("SOURCE", "DESTINATION", "TYPE", "VERDICT", "SUMMARY");
  }

  @Override
  public List<String> cells(GetFlowsResponse response) {
    if (response.hasLostEvents()) {
      LostEvent lost = response.getLostEvents();
      return List.of(source(lost), "-", "EVENTS LOST", "-", onCpu(lost));
    }
    Flow flow = response.getFlow();
    return List.of(
        text.source(flow),
        text.destination(flow),
        text.type(flow),
        text.verdict(flow),
        text.summary(flow));
  }

  private static String source(LostEvent lost) {
    return switch (lost.getSource()) {
      case UNRECOGNIZED -> Integer.toString(lost.getSourceValue());
      default -> lost.getSource().name();
    };
  }

  private static String onCpu(LostEvent lost) {
    return "CPU(" + lost.getCpu().getValue() + ") - " + count(lost);
  }

  private static String count(LostEvent lost) {
    return Long.toUnsignedString(lost.getNumEventsLost());
  }
}
