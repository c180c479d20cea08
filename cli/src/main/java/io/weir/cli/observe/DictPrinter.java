package io.weir.cli.observe;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.GetFlowsResponse;

/** A record of {@code KEY: value} lines a flow, apart by dashes. Replies are not turned round. */
final class DictPrinter implements FlowPrinter {
  private final FlowText text;
  private final Times times;
  private final boolean nodeNames;
  private boolean later;

  DictPrinter(FlowText text, Times times, boolean nodeNames) {
    this.text = text;
    this.times = times;
    this.nodeNames = nodeNames;
  }

  @Override
  public String line(GetFlowsResponse response) {
    return switch (response.getResponseTypesCase()) {
      case FLOW -> record(response, flow(response.getFlow()));
      case LOST_EVENTS -> record(response, lost(response.getLostEvents()));
      case NODE_STATUS, RESPONSETYPES_NOT_SET -> "";
    };
  }

  @Override
  public String note(GetFlowsResponse response) {
    return response.hasNodeStatus()
        ? NodeStatusText.of(times.text(response.getTime()), response.getNodeStatus())
        : "";
  }

  private String record(GetFlowsResponse response, String rest) {
    String separator = later ? "------------\n" : "";
    later = true;
    return separator
        + entry("TIMESTAMP", times.text(response.getTime()))
        + (nodeNames ? entry("NODE", response.getNodeName()) : "")
        + rest.stripTrailing();
  }

  private String flow(Flow flow) {
    return entry("SOURCE", text.source(flow).toString())
        + entry("DESTINATION", text.destination(flow).toString())
        + entry("TYPE", text.type(flow))
        + entry("VERDICT", text.verdict(flow))
        + entry("SUMMARY", text.summary(flow));
  }

  private static String lost(LostEvent lost) {
    return entry("SOURCE", lost.getSource().name())
        + entry("TYPE", "EVENTS LOST")
        + entry(
            "SUMMARY",
            "CPU(%d) - %s"
                .formatted(
                    lost.getCpu().getValue(), Long.toUnsignedString(lost.getNumEventsLost())));
  }

  private static String entry(String key, String value) {
    return "%11s: %s\n".formatted(key, Colors.escape(value));
  }
}
