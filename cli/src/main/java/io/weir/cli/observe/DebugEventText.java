package io.weir.cli.observe;

import io.weir.flowtext.Colors;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.DebugEventType;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.observer.GetDebugEventsResponse;
import java.util.List;

/** Debug messages of the datapath. */
final class DebugEventText implements EventText<GetDebugEventsResponse> {
  private final Times times;

  DebugEventText(Times times) {
    this.times = times;
  }

  @Override
  public boolean isPrintable(GetDebugEventsResponse response) {
    return response.hasDebugEvent();
  }

  @Override
  public String time(GetDebugEventsResponse response) {
    return times.text(response.getTime());
  }

  @Override
  public String node(GetDebugEventsResponse response) {
    return Colors.escape(response.getNodeName());
  }

  @Override
  public String sentence(GetDebugEventsResponse response) {
    DebugEvent event = response.getDebugEvent();
    return ": %s %s MARK: %s CPU: %s (%s)"
        .formatted(from(event), type(event), mark(event), cpu(event), message(event));
  }

  @Override
  public List<Entry> entries(GetDebugEventsResponse response) {
    DebugEvent event = response.getDebugEvent();
    return List.of(
        new Entry("TYPE", type(event)),
        new Entry("FROM", from(event)),
        new Entry("MARK", mark(event)),
        new Entry("CPU", cpu(event)),
        new Entry("MESSAGE", message(event)));
  }

  @Override
  public List<String> titles() {
    return List.of("FROM", "TYPE", "CPU/MARK", "MESSAGE");
  }

  @Override
  public List<String> cells(GetDebugEventsResponse response) {
    DebugEvent event = response.getDebugEvent();
    return List.of(from(event), type(event), cpu(event) + " " + mark(event), message(event));
  }

  /** {@code namespace/pod (ID: 991)}, or a reserved label in front, or the id alone. */
  private static String from(DebugEvent event) {
    if (!event.hasSource()) {
      return "N/A";
    }
    Endpoint source = event.getSource();
    String id = "ID: " + Integer.toUnsignedString(source.getID());
    if (!source.getNamespace().isEmpty() && !source.getPodName().isEmpty()) {
      return Colors.escape(source.getNamespace() + "/" + source.getPodName()) + " (" + id + ")";
    }
    boolean reserved = source.getLabelsCount() == 1 && source.getLabels(0).startsWith("reserved:");
    return reserved ? Colors.escape(source.getLabels(0)) + " (" + id + ")" : id;
  }

  private static String type(DebugEvent event) {
    return event.getType() == DebugEventType.UNRECOGNIZED
        ? Integer.toString(event.getTypeValue())
        : event.getType().name();
  }

  private static String mark(DebugEvent event) {
    return event.hasHash() ? "0x" + Integer.toHexString(event.getHash().getValue()) : "N/A";
  }

  private static String cpu(DebugEvent event) {
    return event.hasCpu() ? "%02d".formatted(event.getCpu().getValue()) : "N/A";
  }

  private static String message(DebugEvent event) {
    return Colors.escape(event.getMessage());
  }
}
