package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.observer.GetFlowsResponse;

/** One GetFlowsResponse a line, as {@code hubble observe --input-file} reads it. */
final class JsonPrinter implements EventPrinter<GetFlowsResponse> {
  private final JsonFormat.Printer json =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  @Override
  public String line(GetFlowsResponse response) {
    return response.hasNodeStatus() ? "" : print(response);
  }

  /** A line for standard error: what is not data, such as nodes that cannot be reached. */
  String note(GetFlowsResponse response) {
    return response.hasNodeStatus() ? print(response) : "";
  }

  private String print(GetFlowsResponse response) {
    try {
      return json.print(response);
    } catch (InvalidProtocolBufferException e) {
      // Only an extension of an unknown type has no JSON.
      throw new IllegalArgumentException(
          "Flow " + response.getFlow().getUuid() + " cannot be written as JSON: " + e.getMessage(),
          e);
    }
  }
}
