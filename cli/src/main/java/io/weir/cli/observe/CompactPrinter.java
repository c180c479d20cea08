package io.weir.cli.observe;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.GetFlowsResponse;

/**
 * One line a flow: {@code TIME[ [node]]: LEFT (id) ARROW RIGHT (id) TYPE VERDICT (SUMMARY)}. Left
 * is always the client: replies are turned round and have the arrow {@code <-}; {@code <>} says
 * that the direction is not known. Pure.
 */
final class CompactPrinter implements FlowPrinter {
  private final FlowText text;
  private final Times times;
  private final Colors colors;
  private final boolean nodeNames;

  CompactPrinter(FlowText text, Times times, Colors colors, boolean nodeNames) {
    this.text = text;
    this.times = times;
    this.colors = colors;
    this.nodeNames = nodeNames;
  }

  @Override
  public String line(GetFlowsResponse response) {
    return switch (response.getResponseTypesCase()) {
      case FLOW -> start(response) + ": " + flow(response.getFlow());
      case LOST_EVENTS -> start(response) + " " + lost(response.getLostEvents());
      case NODE_STATUS, RESPONSETYPES_NOT_SET -> "";
    };
  }

  @Override
  public String note(GetFlowsResponse response) {
    return response.hasNodeStatus()
        ? NodeStatusText.of(times.text(response.getTime()), response.getNodeStatus())
        : "";
  }

  private String start(GetFlowsResponse response) {
    String time = times.text(response.getTime());
    return nodeNames ? time + " [" + Colors.escape(response.getNodeName()) + "]" : time;
  }

  private String flow(Flow flow) {
    String source = side(text.source(flow), flow.getSource().getIdentity());
    String destination = side(text.destination(flow), flow.getDestination().getIdentity());
    boolean reply = flow.getIsReply().getValue();
    String arrow = !flow.hasIsReply() ? "<>" : reply ? "<-" : "->";
    return (reply ? destination : source)
        + " "
        + arrow
        + " "
        + (reply ? source : destination)
        + " "
        + Colors.escape(text.type(flow))
        + " "
        + verdict(flow)
        + " ("
        + Colors.escape(text.summary(flow))
        + ")";
  }

  private String side(FlowText.Host host, int identity) {
    String name = colors.cyan(Colors.escape(host.bracketed()));
    String port = host.port() == 0 ? "" : ":" + colors.yellow(Integer.toString(host.port()));
    return name + port + " " + colors.magenta(Identities.text(identity));
  }

  private String verdict(Flow flow) {
    String verdict = Colors.escape(text.verdict(flow));
    return switch (flow.getVerdict()) {
      case FORWARDED, REDIRECTED -> colors.green(verdict);
      case DROPPED, ERROR -> colors.red(verdict);
      case AUDIT, TRACED, TRANSLATED -> colors.yellow(verdict);
      default -> verdict;
    };
  }

  private String lost(LostEvent lost) {
    String span =
        lost.hasFirst() || lost.hasLast()
            ? " (first: %s, last: %s)"
                .formatted(times.text(lost.getFirst()), times.text(lost.getLast()))
            : "";
    return "EVENTS LOST: %s CPU(%d) %s%s"
        .formatted(
            lost.getSource(),
            lost.getCpu().getValue(),
            Long.toUnsignedString(lost.getNumEventsLost()),
            span);
  }
}
