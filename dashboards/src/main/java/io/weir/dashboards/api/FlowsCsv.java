package io.weir.dashboards.api;

import io.weir.dashboards.flows.FlowPeer;
import io.weir.dashboards.flows.FlowRow;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe. */
final class FlowsCsv {
  static final String HEADER =
      "time,node,source,source_ip,source_port,destination,destination_ip,destination_port,protocol,"
          + "type,verdict,reason,summary,policies,direction,is_reply,trace_id,id\r\n";

  private FlowsCsv() {}

  static String line(FlowRow row) {
    return List.of(
                row.time().toString(),
                row.node(),
                row.source().label(),
                ip(row.source()),
                port(row.source()),
                row.destination().label(),
                ip(row.destination()),
                port(row.destination()),
                row.protocol().orElse(""),
                row.type(),
                row.verdict(),
                row.reason().map(FlowRow.Reason::text).orElse(""),
                row.summary(),
                row.policies().stream()
                    .map(FlowRow.PolicyName::text)
                    .collect(Collectors.joining(" ")),
                row.direction().orElse(""),
                row.isReply().map(Object::toString).orElse(""),
                row.traceId().orElse(""),
                row.id())
            .stream()
            .map(FlowsCsv::cell)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String ip(FlowPeer peer) {
    return peer.ip().orElse("");
  }

  private static String port(FlowPeer peer) {
    return peer.port().map(Object::toString).orElse("");
  }

  static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }
}
