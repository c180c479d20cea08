package io.weir.conformance;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.ingest.v1.Event;
import io.weir.story.WeirProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * One real Weir, broker, relay and archiver in a process of their own, filled once with the
 * recorded captures (where they are beside the checkout) and with made flows, among them losses.
 */
final class World implements AutoCloseable {
  static final int MADE_FLOWS = 500;

  /** Agent events, and debug events, each. */
  static final int MADE_BESIDE = 60;

  private static final long SEED = Long.getLong("weir.conformance.seed", 20_260_601L);

  private final WeirProcess weir;
  private final Feed feed;
  private final GeneratedClient client;
  private final List<Flow> recorded;
  private final List<Flow> made;
  private final List<Event> losses;
  private final List<Event> beside = madeBeside();
  private final List<Flow> live = Collections.synchronizedList(new ArrayList<>());
  private List<GetFlowsResponse> events = List.of();

  private World(WeirProcess weir, List<Flow> recorded, List<Flow> made, List<Event> losses) {
    this.weir = weir;
    this.feed = new Feed(weir.address("grpc"));
    this.client = GeneratedClient.connect(weir.address("grpc"));
    this.recorded = recorded;
    this.made = made;
    this.losses = losses;
  }

  /** Starts and fills it. */
  static World start(Path scratch) throws Exception {
    List<Path> files = recordings();
    System.out.println(
        "Conformance: -Dweir.conformance.seed="
            + SEED
            + (files.isEmpty() ? "; made flows alone, no recordings beside this checkout" : ""));
    List<Flow> recorded = new ArrayList<>();
    for (Path file : files) {
      recorded.addAll(flows(file));
    }
    String roles = files.isEmpty() ? "broker,relay,archiver" : "broker,collector,relay,archiver";
    WeirProcess weir = WeirProcess.roles(roles, config(scratch, files), scratch);
    try {
      weir.awaitReady(Duration.ofSeconds(60));
      World world = new World(weir, recorded, new MadeEvents(SEED).flows(MADE_FLOWS), madeLosses());
      world.fill();
      return world;
    } catch (Exception | Error e) {
      weir.close();
      throw e;
    }
  }

  private static List<Path> recordings() {
    File folder = WeirProcess.recordings();
    return folder == null
        ? List.of()
        : Arrays.stream(folder.listFiles((dir, name) -> name.endsWith(".jsonl")))
            .map(file -> file.toPath().toAbsolutePath().normalize())
            .sorted()
            .toList();
  }

  private static List<Flow> flows(Path file) throws IOException {
    List<Flow> flows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        ExportEvent.Builder event = ExportEvent.newBuilder();
        JsonFormat.parser().merge(line, event);
        flows.add(event.getFlow());
      } catch (InvalidProtocolBufferException e) {
        continue; // one line is broken on purpose
      }
    }
    return flows;
  }

  private static Path config(Path scratch, List<Path> files) throws IOException {
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        String.format(
            Locale.ROOT,
            """
            data-dir: %s
            metrics:
              port: 0
            broker:
              port: 0
            relay:
              port: 0
            host:
              enabled: false
            collector:
              hubble-file:
                files: [%s]
                times: original
            """,
            scratch.resolve("data"),
            files.stream().map(Path::toString).collect(Collectors.joining(", "))));
  }

  /** Losses of each kind amid the made flows, and of the collector's own. */
  private static List<Event> madeLosses() {
    List<Event> losses = new ArrayList<>();
    int n = MADE_FLOWS / 5;
    for (LostEventSource source :
        List.of(
            LostEventSource.PERF_EVENT_RING_BUFFER,
            LostEventSource.OBSERVER_EVENTS_QUEUE,
            LostEventSource.HUBBLE_RING_BUFFER)) {
      LostEvent lost = LostEvent.newBuilder().setSource(source).setNumEventsLost(n).build();
      losses.add(Feed.event(MadeEvents.time(n)).setLoss(Loss.newBuilder().setHubble(lost)).build());
      n += MADE_FLOWS / 5;
    }
    return losses;
  }

  /** Agent and debug events amid the made flows; no question about flows may show them. */
  private static List<Event> madeBeside() {
    List<Event> beside = new ArrayList<>();
    MadeEvents made = new MadeEvents(SEED + 1);
    List<AgentEvent> agent = made.agentEvents(MADE_BESIDE);
    List<DebugEvent> debug = made.debugEvents(MADE_BESIDE);
    for (int n = 0; n < MADE_BESIDE; n++) {
      String node = n % 2 == 0 ? "prod/n1" : "";
      beside.add(
          Feed.event(MadeEvents.time(n * 4)).setNode(node).setAgentEvent(agent.get(n)).build());
      beside.add(
          Feed.event(MadeEvents.time(n * 5)).setNode(node).setDebugEvent(debug.get(n)).build());
    }
    return beside;
  }

  private void fill() throws Exception {
    List<Event> all = new ArrayList<>(losses);
    made.forEach(flow -> all.add(Feed.event(flow)));
    all.addAll(beside);
    // Nodes send when they can: the order of arrival is not that of time.
    Collections.shuffle(all, new Random(SEED));
    feed.send(all);
    int expected = recorded.size() + all.size() - beside.size();
    Awaitility.await("everything is in")
        .atMost(Duration.ofSeconds(60))
        .until(() -> reread().size() >= expected);
  }

  /** Sends more, at once; {@link #reread} says what there is then. */
  void send(Flow more) throws Exception {
    feed.send(List.of(Feed.event(more)));
    live.add(more);
  }

  /** Asks the server anew for all that it has. */
  List<GetFlowsResponse> reread() {
    events = List.copyOf(client.flows(GetFlowsRequest.getDefaultInstance()));
    return events;
  }

  /**
   * Everything in the server's own order, which {@link FilterConformanceIT} compares with what went
   * in; the truth for every other question.
   */
  List<GetFlowsResponse> events() {
    return events;
  }

  /** The flows of {@link #events}. */
  List<Flow> flows() {
    return events.stream()
        .filter(GetFlowsResponse::hasFlow)
        .map(GetFlowsResponse::getFlow)
        .toList();
  }

  /** What was in the captures; empty without them. */
  List<Flow> recorded() {
    return recorded;
  }

  /** What was made. */
  List<Flow> made() {
    return made;
  }

  /** What was sent since. */
  List<Flow> live() {
    return live;
  }

  /** What was said to be lost. */
  List<Event> losses() {
    return losses;
  }

  /** The agent and debug events among the made ones. */
  List<Event> beside() {
    return beside;
  }

  long seed() {
    return SEED;
  }

  String address() {
    return weir.address("grpc");
  }

  GeneratedClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    feed.close();
    weir.close();
  }
}
