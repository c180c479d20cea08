package io.weir.dashboards.flows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.observer.GetFlowsResponse;

/**
 * Answers in Protobuf's JSON mapping, with the names of the proto files. An extension of a type
 * that is not known here has no such JSON; it becomes {@code {"@type": …, "value": …}} with its
 * bytes in base64, so that one flow that nobody foresaw does not end a download.
 */
public final class FlowJson {
  private static final JsonFormat.Printer PROTO =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
  private static final JsonMapper MAPPER = new JsonMapper();

  private FlowJson() {}

  /** An answer on one line, without its end. */
  public static String line(GetFlowsResponse answer) {
    try {
      return PROTO.print(answer);
    } catch (InvalidProtocolBufferException e) {
      return withBytes(answer).toString();
    }
  }

  private static ObjectNode withBytes(GetFlowsResponse answer) {
    Any extensions = answer.getFlow().getExtensions();
    GetFlowsResponse.Builder known = answer.toBuilder();
    known.getFlowBuilder().clearExtensions();
    try {
      ObjectNode tree = (ObjectNode) MAPPER.readTree(PROTO.print(known));
      tree.withObject("flow")
          .putObject("extensions")
          .put("@type", extensions.getTypeUrl())
          .put("value", extensions.getValue().toByteArray());
      return tree;
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new IllegalStateException("a flow cannot be written as JSON", e);
    }
  }
}
