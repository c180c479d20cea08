package io.weir.relay.ingest;

import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Event.PayloadCase;
import io.weir.ingest.v1.Hello;
import java.util.Optional;

/**
 * What a request must look like. A broken frame closes the stream, because nothing in it can be
 * trusted; a broken event costs only itself. Pure.
 */
final class Validation {
  private static final int NAME_LENGTH_MAX = 512;
  private static final int REPORT_NODES_MAX = 1_000;
  private static final int REPORT_BYTES_MAX = 512 << 10;

  private Validation() {}

  static void hello(Hello hello) throws RefusedException {
    if (!isNode(hello.getNode())) {
      throw RefusedException.invalid("hello.node", quoted(hello.getNode()), NODE_RULE);
    }
  }

  static void frame(Batch batch, int eventsMax) throws RefusedException {
    if (!isName(batch.getCollector())) {
      throw RefusedException.invalid(
          "batch.collector",
          quoted(batch.getCollector()),
          "1 to " + NAME_LENGTH_MAX + " visible characters");
    }
    int events = batch.getEventsCount();
    if (events < 1 || events > eventsMax) {
      throw RefusedException.invalid("batch.events", events + " events", "1 to " + eventsMax);
    }
    // Numbers beyond 2^63 would take a collector longer than the machine lasts.
    if (batch.getFirstSeq() < 1 || batch.getFirstSeq() > Long.MAX_VALUE - events) {
      throw RefusedException.invalid(
          "batch.first_seq", Long.toUnsignedString(batch.getFirstSeq()), "1 to 2^63-1");
    }
  }

  /** What is wrong with an event, if anything is. */
  static Optional<String> problem(Event event) {
    if (event.getPayloadCase() == PayloadCase.PAYLOAD_NOT_SET) {
      return Optional.of("payload: not set (expected: flow, loss, node_status, dns, probe, …)");
    }
    if (event.getObservedAtNs() <= 0) {
      return Optional.of(
          "observed_at_ns: " + event.getObservedAtNs() + " (expected: > 0, since the epoch)");
    }
    if (!isName(event.getSource())) {
      return Optional.of(
          "source: " + quoted(event.getSource()) + " (expected: the name of a collector source)");
    }
    if (!event.getNode().isEmpty() && !isNode(event.getNode())) {
      return Optional.of("node: " + quoted(event.getNode()) + " (expected: " + NODE_RULE + ")");
    }
    if (event.getPayloadCase() == PayloadCase.PROBE && event.getProbe().getId().isEmpty()) {
      return Optional.of("probe.id: '' (expected: the probe's name)");
    }
    return Optional.empty();
  }

  /** What is wrong with a report, if anything is. */
  static Optional<String> problem(NodeReport report) {
    if (!isName(report.getId())) {
      return Optional.of("report.id: " + quoted(report.getId()) + " (expected: a name)");
    }
    if (!isNode(report.getNode())) {
      return Optional.of(
          "report.node: " + quoted(report.getNode()) + " (expected: " + NODE_RULE + ")");
    }
    if (report.getNodesCount() > REPORT_NODES_MAX) {
      return Optional.of(
          "report.nodes: "
              + report.getNodesCount()
              + " nodes (expected: at most "
              + REPORT_NODES_MAX
              + ")");
    }
    for (SeenNode node : report.getNodesList()) {
      // As Hubble named it, whatever that is.
      if (node.getName().isEmpty() || node.getName().length() > NAME_LENGTH_MAX) {
        return Optional.of(
            "report.nodes.name: "
                + quoted(node.getName())
                + " (expected: 1 to "
                + NAME_LENGTH_MAX
                + " characters)");
      }
    }
    if (report.getSerializedSize() > REPORT_BYTES_MAX) {
      return Optional.of(
          "report: "
              + report.getSerializedSize()
              + " bytes (expected: at most "
              + REPORT_BYTES_MAX
              + ")");
    }
    return Optional.empty();
  }

  private static final String NODE_RULE = "node or cluster/node, visible characters";

  /** {@code node} or {@code cluster/node}. */
  static boolean isNode(String node) {
    int slash = node.indexOf('/');
    return isName(node)
        && slash != 0
        && slash != node.length() - 1
        && slash == node.lastIndexOf('/');
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** A stranger's text, fit for a log line and a gRPC trailer. */
  private static String quoted(String text) {
    String shown = text.length() > 64 ? text.substring(0, 64) + "…" : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
