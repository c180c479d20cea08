package io.weir.storage.embedded;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer4;
import io.weir.storage.EventKind;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.StoredFlow;
import io.weir.topic.TopicKeys;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * The table of flows: where an event is, and the values that terms compare.
 *
 * <p>Column names are {@link Column}'s, in lower case. Losses and node status have empty values.
 */
final class FlowColumns {
  private FlowColumns() {}

  static String createTable(String name) {
    String terms =
        Arrays.stream(Column.values())
            .map(column -> name(column) + (isNumber(column) ? " BIGINT" : " VARCHAR") + " NOT NULL")
            .collect(Collectors.joining(", "));
    return """
    CREATE TABLE %s (
      block INTEGER NOT NULL, position INTEGER NOT NULL,
      time_ns BIGINT NOT NULL, kind TINYINT NOT NULL,
      kafka_partition INTEGER NOT NULL, kafka_offset BIGINT NOT NULL, %s)\
    """
        .formatted(name, terms);
  }

  static String name(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  static boolean isNumber(Column column) {
    return switch (column) {
      case SOURCE_PORT, DESTINATION_PORT, EVENT_TYPE -> true;
      default -> false;
    };
  }

  /** One row, in the order of {@link #createTable}. */
  static void append(DuckDBAppender appender, int block, int position, StoredFlow stored)
      throws SQLException {
    appender
        .beginRow()
        .append(block)
        .append(position)
        .append(stored.timeNs())
        .append((byte) number(stored.kind()))
        .append(stored.partition())
        .append(stored.offset());
    Flow flow = stored.event().getFlow();
    for (Column column : Column.values()) {
      if (isNumber(column)) {
        appender.append(number(column, flow));
      } else {
        appender.append(text(column, flow));
      }
    }
    appender.endRow();
  }

  /** The number of a kind in the files. */
  static int number(EventKind kind) {
    return switch (kind) {
      case FLOW -> 0;
      case LOSS -> 1;
      case NODE_STATUS -> 2;
      case AGENT_EVENT -> 3;
      case DEBUG_EVENT -> 4;
    };
  }

  private static long number(Column column, Flow flow) {
    return switch (column) {
      case SOURCE_PORT -> Integer.toUnsignedLong(TopicKeys.sourcePort(flow.getL4()));
      case DESTINATION_PORT -> Integer.toUnsignedLong(TopicKeys.destinationPort(flow.getL4()));
      case EVENT_TYPE -> flow.getEventType().getType();
      default -> throw new IllegalArgumentException(column + " is text");
    };
  }

  private static String text(Column column, Flow flow) {
    return switch (column) {
      case SOURCE_NAMESPACE -> flow.getSource().getNamespace();
      case SOURCE_POD -> flow.getSource().getPodName();
      case SOURCE_IP -> flow.getIP().getSource();
      case DESTINATION_NAMESPACE -> flow.getDestination().getNamespace();
      case DESTINATION_POD -> flow.getDestination().getPodName();
      case DESTINATION_IP -> flow.getIP().getDestination();
      case VERDICT -> verdict(flow);
      case PROTOCOL -> protocol(flow.getL4());
      case NODE -> flow.getNodeName();
      case SOURCE_PORT, DESTINATION_PORT, EVENT_TYPE ->
          throw new IllegalArgumentException(column + " is a number");
    };
  }

  /** The enum name; the number for a verdict that is newer than this version. */
  private static String verdict(Flow flow) {
    EnumValueDescriptor value =
        io.weir.hubble.flow.Verdict.getDescriptor().findValueByNumber(flow.getVerdictValue());
    return value == null ? Integer.toString(flow.getVerdictValue()) : value.getName();
  }

  private static String protocol(Layer4 l4) {
    FieldDescriptor field =
        Layer4.getDescriptor().findFieldByNumber(l4.getProtocolCase().getNumber());
    return field == null ? "" : field.getName();
  }
}
