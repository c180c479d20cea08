package io.weir.relay;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.ingest.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Events for tests: a few made ones, and the recorded ones where they are present. */
public final class TestEvents {
  private static final Path RECORDED = Path.of("../../shared/data/hubble-flows");

  private TestEvents() {}

  /** A forwarded TCP flow of connection number {@code connection}. */
  public static Event flow(int connection) {
    return event()
        .setFlow(
            Flow.newBuilder()
                .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
                .setNodeName("kind/node-1")
                .setVerdict(Verdict.FORWARDED)
                .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("10.0.0.2"))
                .setL4(
                    Layer4.newBuilder()
                        .setTCP(
                            TCP.newBuilder()
                                .setSourcePort(1_024 + connection % 60_000)
                                .setDestinationPort(8080)))
                .setSource(Endpoint.newBuilder().setNamespace("shop").setPodName("frontend-1"))
                .setDestination(Endpoint.newBuilder().setNamespace("shop").setPodName("cart-1")))
        .build();
  }

  /** {@code count} flows over 100 connections. */
  public static List<Event> flows(int count) {
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(flow(i % 100));
    }
    return events;
  }

  /** An event without payload. */
  public static Event.Builder event() {
    return Event.newBuilder().setObservedAtNs(1_700_000_000_000_000_000L).setSource("test");
  }

  /** The recorded flows of real clusters, or none where the folder is missing. */
  public static List<Event> recorded() throws IOException {
    List<Event> events = new ArrayList<>();
    for (String file : List.of("hubble-otel-tcp-400.jsonl", "hubble-otel-http-348.jsonl")) {
      Path path = RECORDED.resolve(file);
      if (Files.exists(path)) {
        for (String line : Files.readAllLines(path)) {
          GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
          JsonFormat.parser().ignoringUnknownFields().merge(line, response);
          events.add(event().setFlow(response.getFlow()).build());
        }
      }
    }
    return events;
  }
}
