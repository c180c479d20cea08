package io.weir.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.weir.collector.source.hubble.HubbleEvents;
import io.weir.event.v1.EventHeader;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.ingest.v1.Event;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Flows of a benchmark, all different, in memory as Hubble sends them. Immutable. */
final class BenchmarkFlows {
  static final String NODE = "benchmark/node-1";
  static final String SOURCE = "benchmark";

  /** An id as long as those of collector runs. */
  private static final String COLLECTOR = "0123456789abcdef";

  private static final long SEED = 1;
  private static final int PORT_MIN = 1024;
  private static final int PORTS = 65_536 - PORT_MIN;

  /** Prime, so that shifted ports meet again as late as possible. */
  private static final int PORT_STEP = 7_919;

  private static final long NS_PER_MS = 1_000_000;

  private final List<byte[]> responses;

  private BenchmarkFlows(List<byte[]> responses) {
    this.responses = List.copyOf(responses);
  }

  /**
   * Flows of Hubble's JSON lines. Other lines, and what is no Hubble JSON, are left out.
   *
   * @throws IOException if a file cannot be read, or there is no flow in any
   */
  static List<Flow> read(List<Path> files) throws IOException {
    List<Flow> flows = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        try {
          JsonFormat.parser().ignoringUnknownFields().merge(line, response);
        } catch (InvalidProtocolBufferException e) {
          continue;
        }
        if (response.hasFlow()) {
          flows.add(response.getFlow());
        }
      }
    }
    if (flows.isEmpty()) {
      throw new IOException("No flow in " + files + " (expected: Hubble's JSON lines)");
    }
    return flows;
  }

  /**
   * {@code capture} again and again until there are {@code count}. Each time it happens later, its
   * connections come from other ports, and flows that have an id get another.
   */
  static BenchmarkFlows repeat(List<Flow> capture, int count) {
    long firstNs = Long.MAX_VALUE;
    long lastNs = Long.MIN_VALUE;
    for (Flow flow : capture) {
      firstNs = Math.min(firstNs, Timestamps.toNanos(flow.getTime()));
      lastNs = Math.max(lastNs, Timestamps.toNanos(flow.getTime()));
    }
    long spanNs = lastNs - firstNs + NS_PER_MS;
    SplittableRandom ids = new SplittableRandom(SEED);
    List<byte[]> responses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int turn = i / capture.size();
      Flow flow = shift(capture.get(i % capture.size()), turn, turn * spanNs, ids);
      responses.add(
          GetFlowsResponse.newBuilder()
              .setFlow(flow)
              .setTime(flow.getTime())
              .setNodeName(flow.getNodeName())
              .build()
              .toByteArray());
    }
    return new BenchmarkFlows(responses);
  }

  private static Flow shift(Flow flow, int turn, long laterNs, SplittableRandom ids) {
    Timestamp time = Timestamps.fromNanos(Timestamps.toNanos(flow.getTime()) + laterNs);
    Flow.Builder shifted = flow.toBuilder().setTime(time).setL4(shift(flow.getL4(), turn));
    if (!flow.getUuid().isEmpty()) {
      shifted.setUuid(new UUID(ids.nextLong(), ids.nextLong()).toString());
    }
    return shifted.build();
  }

  private static Layer4 shift(Layer4 l4, int turn) {
    Layer4.Builder shifted = l4.toBuilder();
    switch (l4.getProtocolCase()) {
      case TCP -> {
        int client = client(l4.getTCP().getSourcePort(), l4.getTCP().getDestinationPort());
        if (client == l4.getTCP().getSourcePort()) {
          shifted.getTCPBuilder().setSourcePort(shift(client, turn));
        } else {
          shifted.getTCPBuilder().setDestinationPort(shift(client, turn));
        }
      }
      case UDP -> {
        int client = client(l4.getUDP().getSourcePort(), l4.getUDP().getDestinationPort());
        if (client == l4.getUDP().getSourcePort()) {
          shifted.getUDPBuilder().setSourcePort(shift(client, turn));
        } else {
          shifted.getUDPBuilder().setDestinationPort(shift(client, turn));
        }
      }
      default -> {}
    }
    return shifted.build();
  }

  /** The same for both directions of a connection: the larger port, which is seldom a service's. */
  private static int client(int sourcePort, int destinationPort) {
    return Math.max(sourcePort, destinationPort);
  }

  private static int shift(int port, int turn) {
    return port < PORT_MIN
        ? port
        : PORT_MIN + (int) ((port - PORT_MIN + (long) turn * PORT_STEP) % PORTS);
  }

  int size() {
    return responses.size();
  }

  /** Of all of them as protobuf. */
  long bytes() {
    return responses.stream().mapToLong(response -> response.length).sum();
  }

  /** Flow {@code i} as the {@code hubble} source understands it. */
  Event event(int i) {
    try {
      GetFlowsResponse response = GetFlowsResponse.parseFrom(responses.get(i));
      return HubbleEvents.event(SOURCE, HubbleEvents.item(response), 0).orElseThrow();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them as the relay would write them. */
  List<TopicRecord> records() {
    List<TopicRecord> records = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      Event event = event(i);
      records.add(
          EventRecords.of(
              EventHeader.newBuilder()
                  .setNode(event.getNode().isEmpty() ? NODE : event.getNode())
                  .setCollector(COLLECTOR)
                  .setSeq(i + 1L)
                  .setObservedAtNs(event.getObservedAtNs())
                  .setSource(event.getSource())
                  .setSampling(1)
                  .build(),
              event));
    }
    return records;
  }
}
