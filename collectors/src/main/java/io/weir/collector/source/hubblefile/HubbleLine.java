package io.weir.collector.source.hubblefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.ExportEvent.ResponseTypesCase;
import java.io.IOException;
import java.util.Optional;

/**
 * One line of a Hubble file, understood. Lines are {@code {"flow":…}}, {@code {"lost_events":…}},
 * {@code {"node_status":…}}, {@code {"agent_event":…}} or {@code {"debug_event":…}} as the exporter
 * and {@code hubble observe -o jsonpb} write them, or a bare flow as {@code -o json} did before
 * Hubble 0.9.
 */
public sealed interface HubbleLine {
  /**
   * An item of Hubble's.
   *
   * @param complete false if a newer Hubble's fields or enum names had to be left out
   */
  record Item(ExportEvent event, boolean complete) implements HubbleLine {}

  /**
   * Anything else.
   *
   * @param reason {@code malformed}
   * @param message what was expected
   */
  record Refused(String reason, String message) implements HubbleLine {}

  /** Reads one line, without its line feed. Pure, and safe for use by several threads. */
  static HubbleLine parse(String json) {
    // Strict first: JsonFormat ignores unknown fields silently, and we want to count them.
    return Parser.parse(json, Parser.STRICT, true)
        .orElseGet(
            () ->
                Parser.parse(json, Parser.LENIENT, false)
                    .or(() -> Parser.parseWithoutExtensions(json))
                    .orElseGet(() -> Parser.refuse(json)));
  }

  /** The attempts, each with one of Protobuf's parsers. */
  final class Parser {
    private static final JsonFormat.Parser STRICT = JsonFormat.parser();
    private static final JsonFormat.Parser LENIENT = JsonFormat.parser().ignoringUnknownFields();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGE_LENGTH_MAX = 200;

    private Parser() {}

    private static Optional<HubbleLine> parse(
        String json, JsonFormat.Parser parser, boolean complete) {
      try {
        ExportEvent.Builder item = ExportEvent.newBuilder();
        merge(json, parser, item);
        if (item.getResponseTypesCase() != ResponseTypesCase.RESPONSETYPES_NOT_SET) {
          return Optional.of(new Item(item.build(), complete));
        }
      } catch (InvalidProtocolBufferException e) {
        // A bare flow is no ExportEvent, strictly.
      }
      try {
        Flow.Builder flow = Flow.newBuilder();
        merge(json, parser, flow);
        if (saysSomething(flow)) {
          ExportEvent.Builder item = ExportEvent.newBuilder().setFlow(flow);
          return Optional.of(new Item(item.build(), complete));
        }
      } catch (InvalidProtocolBufferException e) {
        // The caller tries again, or explains.
      }
      return Optional.empty();
    }

    /** Of an {@code Any} whose type is not ours JSON holds no bytes that could be kept. */
    private static Optional<HubbleLine> parseWithoutExtensions(String json) {
      try {
        JsonNode line = JSON.readTree(json);
        JsonNode holder = line.path("flow").isObject() ? line.path("flow") : line;
        return holder instanceof ObjectNode object && object.remove("extensions") != null
            ? parse(line.toString(), LENIENT, false)
            : Optional.empty();
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }

    /** A time and a node alone stand in every kind of line. */
    private static boolean saysSomething(Flow.Builder flow) {
      Flow rest = flow.clone().clearTime().clearNodeName().build();
      return !rest.equals(Flow.getDefaultInstance());
    }

    private static void merge(String json, JsonFormat.Parser parser, Message.Builder builder)
        throws InvalidProtocolBufferException {
      try {
        parser.merge(json, builder);
      } catch (RuntimeException e) {
        // Gson's own, for some kinds of malformed text.
        throw new InvalidProtocolBufferException(new IOException(e));
      }
    }

    private static HubbleLine refuse(String json) {
      try {
        merge(json, LENIENT, ExportEvent.newBuilder());
        return new Refused(
            "malformed", "no flow, lost_events, node_status, agent_event or debug_event in it");
      } catch (InvalidProtocolBufferException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return new Refused(
            "malformed",
            "expected: a flow as JSON; "
                + message.substring(0, Math.min(MESSAGE_LENGTH_MAX, message.length())));
      }
    }
  }
}
