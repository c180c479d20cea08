package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import io.weir.hubble.observer.GetFlowsResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One GetFlowsResponse a line, as {@code hubble observe --input-file} reads it. {@code JsonFormat}
 * says what the line is; {@link #print} writes the same without making the message.
 */
final class JsonPrinter implements EventPrinter<GetFlowsResponse> {
  private static final byte[] NODE_STATUS = "{\"node_status\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LINE_END = System.lineSeparator().getBytes(StandardCharsets.US_ASCII);

  private final JsonFormat.Printer json =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
  private final JsonAnswers answers = new JsonAnswers(GetFlowsResponse.getDescriptor());

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

  /**
   * Writes the line of an answer.
   *
   * @param answer a serialized GetFlowsResponse
   * @return the answer, if it is no data and nothing was written
   * @throws io.grpc.StatusRuntimeException if it is damaged
   */
  Optional<GetFlowsResponse> print(byte[] answer, OutputStream out) throws IOException {
    Optional<JsonText> text = answers.write(answer);
    if (text.isPresent() && !text.get().startsWith(NODE_STATUS)) {
      text.get().writeTo(out);
      out.write(LINE_END);
      return Optional.empty();
    }
    GetFlowsResponse response = parse(answer);
    if (response.hasNodeStatus()) {
      return Optional.of(response);
    }
    out.write(line(response).getBytes(StandardCharsets.UTF_8));
    out.write(LINE_END);
    return Optional.empty();
  }

  /** Damage is told as gRPC tells it. */
  private static GetFlowsResponse parse(byte[] answer) {
    try {
      return GetFlowsResponse.parseFrom(answer);
    } catch (InvalidProtocolBufferException e) {
      throw Status.INTERNAL
          .withDescription("Invalid protobuf byte sequence")
          .withCause(e)
          .asRuntimeException();
    }
  }
}
