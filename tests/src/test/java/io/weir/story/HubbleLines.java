package io.weir.story;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Hubble JSON lines as messages, so that two writings of the same flow are equal. */
final class HubbleLines {
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();

  private HubbleLines() {}

  /** The flows in {@code lines}, as they stand; lines that are no flow are left out. */
  static List<Flow> flows(List<String> lines) {
    List<Flow> flows = new ArrayList<>();
    for (String line : lines) {
      GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
      try {
        PARSER.merge(line, response);
      } catch (InvalidProtocolBufferException e) {
        continue;
      }
      if (response.hasFlow()) {
        flows.add(response.getFlow());
      }
    }
    return flows;
  }

  /** The same flows in one order, whatever order equal times came in. */
  static List<Flow> sorted(List<Flow> flows) {
    List<Flow> sorted = new ArrayList<>(flows);
    sorted.sort(
        Comparator.comparing(Flow::getTime, Timestamps.comparator())
            .thenComparing(
                flow -> flow.toByteString(),
                com.google.protobuf.ByteString.unsignedLexicographicalComparator()));
    return sorted;
  }
}
