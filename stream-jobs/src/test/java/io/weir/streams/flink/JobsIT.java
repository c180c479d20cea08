package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.codec.Codecs;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.HubbleFiles;
import io.weir.streams.JobsConfig;
import io.weir.streams.TestFlows;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.LatencySketch;
import io.weir.streams.window.WindowSize;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a mini cluster, with a real broker on both sides. */
class JobsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  @TempDir Path directory;

  private final TestTopics topics = new TestTopics();

  @BeforeEach
  void emptyTopics() {
    topics.empty();
  }

  @AfterEach
  void closeTopics() {
    topics.close();
  }

  @Test
  void recordedHttpFlowsGiveTheCountsAndLatenciesOfAPassOverTheirJson() throws Exception {
    String file = "hubble-otel-http-348.jsonl";
    Map<String, HttpTruth> truth = httpTruth(HubbleFiles.lines(file));
    topics.send(TestTopics.events("http", HubbleFiles.flows(file)));

    try (JobsRole role = start()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(flowsIn(WindowSize.HOUR)).isEqualTo(348));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(flowsIn(WindowSize.TEN_SECONDS)).isEqualTo(348));
    }

    for (WindowSize size : WindowSize.values()) {
      Map<String, EdgeCounts> counted = edges(size);
      assertThat(counted.keySet()).as("edges in %s windows", size).isEqualTo(truth.keySet());
      truth.forEach(
          (edge, expected) -> {
            EdgeCounts counts = counted.get(edge);
            assertThat(counts.http().requests())
                .as("requests of %s", edge)
                .isEqualTo(expected.requests);
            assertThat(counts.http().responses().byName())
                .as("responses of %s", edge)
                .isEqualTo(expected.responses);
            assertQuantile(counts.http().latencies().sketch(), expected.latenciesNs, 0.5);
            assertQuantile(counts.http().latencies().sketch(), expected.latenciesNs, 0.99);
          });
    }
    assertThat(truth.values().stream().mapToLong(edge -> edge.requests).sum())
        .as("the pass itself: REQUEST records in the file")
        .isEqualTo(175);
  }

  @Test
  void everyRecordingProducesEdges() throws Exception {
    List<String> collectors = new ArrayList<>();
    long flows = 0;
    // One after the other in event time, so that no file is too late for another.
    List<Path> files = new ArrayList<>(HubbleFiles.all());
    List<FlowEvent> all = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      List<Flow> read = HubbleFiles.flows(name);
      assertThat(read).as(name).isNotEmpty();
      collectors.add(name);
      all.addAll(TestTopics.events(name, read));
      flows += read.size();
    }
    all.sort((a, b) -> Long.compare(FlowFacts.timeNs(a), FlowFacts.timeNs(b)));
    topics.send(all);
    long expected = flows;

    try (JobsRole role = start()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(flowsIn(WindowSize.HOUR) + discarded().size()).isEqualTo(expected));
      assertThat(discarded()).isEmpty();
      assertThat(edges(WindowSize.HOUR).keySet())
          .contains(
              "default/bookinfo/Deployment/ratings-v1 default/bookinfo/Deployment/productpage-v1 TCP 9080",
              "default/kube-system/DaemonSet/node-local-dns default/kube-system/Deployment/kube-dns TCP 53",
              "default/production/Workload/frontend default/production/Workload/api-server TCP 8080",
              "default/test/Deployment/curl default/test/Deployment/nginx TCP 80");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(drops(WindowSize.HOUR).stream().mapToLong(DropWindow::getCount).sum())
                      .isEqualTo(18));
    }
    EdgeCounts dns =
        edges(WindowSize.HOUR)
            .get(
                "default/kube-system/DaemonSet/node-local-dns"
                    + " default/kube-system/Deployment/kube-dns TCP 53");
    assertThat(dns.dns().queries()).isEqualTo(165);
    assertThat(dns.dns().answers().total()).isEqualTo(165);
    assertThat(dns.dns().unanswered()).isZero();
    assertThat(dns.dns().latencies().timed()).isEqualTo(165);
  }

  @Test
  void countsStayExactWhenTheJobIsStoppedAndEventsAreResent() throws Exception {
    List<FlowEvent> events =
        TestTopics.events("tcp", HubbleFiles.flows("hubble-otel-tcp-400.jsonl"));
    topics.send(events);
    try (JobsRole whole = start(directory.resolve("whole"))) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(decided()).isTrue());
    }
    Map<String, EdgeCounts> expected = edges(WindowSize.HOUR);

    emptyTopics();
    Path checkpoints = directory.resolve("halves");
    topics.send(events.subList(0, 200));
    try (JobsRole first = start(checkpoints)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(flowsIn(WindowSize.TEN_SECONDS)).isEqualTo(200));
      String before = newest(checkpoints);
      await().atMost(PATIENCE).until(() -> !newest(checkpoints).equals(before));
    }
    // The collector did not see the acknowledgement of the last fifty and sends them again.
    topics.send(events.subList(150, 400));
    PrometheusRegistry registry = new PrometheusRegistry();
    try (JobsRole second = start(checkpoints, registry)) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(decided()).isTrue());
      await()
          .atMost(PATIENCE)
          .until(() -> counter(registry, "weir_jobs_completed_checkpoints") >= 1);
    }
    assertThat(edges(WindowSize.HOUR)).isEqualTo(expected);
    assertThat(counter(registry, "weir_jobs_repeated_events")).isEqualTo(50);
    assertThat(counter(registry, "weir_jobs_events"))
        .as("the first half is not read again")
        .isLessThan(450);
  }

  @Test
  void badBytesAreSetAsideAndTheRestIsCounted() throws Exception {
    topics.send(Topic.FLOWS, new byte[8], "no event".getBytes("UTF-8"));
    topics.send(TestTopics.events("one", HubbleFiles.flows("tke-guide-1.19.jsonl")));
    ProbeEvent probe =
        ProbeEvent.newBuilder()
            .setHeader(
                EventHeader.newBuilder()
                    .setCollector("probes")
                    .setSeq(1)
                    .setObservedAtNs(1_700_000_000_000_000_000L))
            .setProbe(Probe.newBuilder().setId("shop/web/readiness").setSuccess(true))
            .build();
    topics.send(Topic.PROBES, new byte[1], Codecs.probes().encode(probe));

    try (JobsRole role = start()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(discarded())
                    .singleElement()
                    .satisfies(
                        event -> {
                          assertThat(event.getDiscarded().getReason()).isEqualTo("malformed");
                          assertThat(event.getDiscarded().getBytes().toStringUtf8())
                              .isEqualTo("no event");
                        });
                assertThat(flowsIn(WindowSize.HOUR)).isEqualTo(1);
                assertThat(slis("probe"))
                    .anySatisfy(
                        sli -> {
                          assertThat(sli.getProbe()).isEqualTo("shop/web/readiness");
                          assertThat(sli.getGood()).isEqualTo(1);
                          assertThat(sli.getTotal()).isEqualTo(1);
                        });
              });
      assertThat(role.readiness().ready()).isTrue();
    }
  }

  /**
   * Two nodes: the frontend's sees a SYN leave that the checkout's never sees, although it reports
   * a drop of its own at the time, and loses 37 events. An SLO with an indicator of its own came a
   * moment before.
   */
  @Test
  void windowsSayWhatIsMissingWhatThePathLostAndWhatAnSloAsksFor() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    SloDefinition slo =
        SloDefinition.newBuilder()
            .setName("calm")
            .setEffectiveFromNs(T0)
            .addCustom(
                CustomIndicator.newBuilder()
                    .setName("not-dropped")
                    .setGood("_flow.verdict != Verdict.DROPPED")
                    .setTotal("true"))
            .build();
    topics.send(Topic.SLOS, "calm".getBytes("UTF-8"), Codecs.slos().encode(slo));
    Flow dropped =
        TestFlows.atServer(TestFlows.syn()).toBuilder()
            .setIP(IP.newBuilder().setSource("10.0.0.9").setDestination("10.0.0.2"))
            .setVerdictValue(2)
            .setDropReasonDescValue(133)
            .setUuid("7a0c0a0e-0000-4000-8000-000000000001")
            .build();
    FlowEvent loss =
        FlowEvent.newBuilder()
            .setHeader(EventHeader.newBuilder().setNode("node-2").setObservedAtNs(T0 + SECOND))
            .setLoss(
                Loss.newBuilder()
                    .setStage("hubble")
                    .setReason("overrun")
                    .setCount(37)
                    .setFirstNs(T0 + SECOND)
                    .setLastNs(T0 + 4 * SECOND))
            .build();
    try (JobsRole role = start(directory.resolve("missing"), registry)) {
      await().atMost(PATIENCE).until(() -> gauge(registry, "weir_jobs_custom_indicators") == 1);
      topics.send(
          List.of(
              TestFlows.event(dropped, T0, 1),
              TestFlows.event(TestFlows.syn(), T0 + SECOND, 2),
              loss));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                EdgeCounts lost =
                    edges(WindowSize.TEN_SECONDS)
                        .get(
                            "default/shop/Deployment/frontend default/shop/Deployment/checkout"
                                + " TCP 8080");
                assertThat(lost).isNotNull();
                assertThat(lost.tcp().pathLost()).isEqualTo(1);
                assertThat(lost.tcp().unanswered()).isEqualTo(2);
                assertThat(slis("not-dropped"))
                    .filteredOn(sli -> !sli.hasClient())
                    .hasSize(WindowSize.values().length)
                    .allSatisfy(
                        sli -> {
                          assertThat(sli.getGood() + "/" + sli.getTotal()).isEqualTo("1/2");
                          assertThat(sli.getLost()).isEqualTo(37);
                        });
                assertThat(drops(WindowSize.MINUTE))
                    .singleElement()
                    .satisfies(
                        drop -> {
                          assertThat(drop.getSampleFlowsList())
                              .containsExactly("7a0c0a0e-0000-4000-8000-000000000001");
                          assertThat(drop.getBaselineWindows()).isZero();
                        });
                assertThat(coverage(WindowSize.TEN_SECONDS))
                    .singleElement()
                    .satisfies(
                        coverage -> {
                          assertThat(coverage.getLost()).isEqualTo(37);
                          assertThat(coverage.getGaps(0).getNode()).isEqualTo("node-2");
                          assertThat(coverage.getReceived(0).getCount()).isEqualTo(2);
                        });
              });
    }
  }

  private List<Coverage> coverage(WindowSize size) {
    return topics.newest(Topic.EDGES, Codecs.edges()).stream()
        .filter(window -> !window.hasEdge())
        .filter(window -> window.getWindow().getLengthNs() == size.lengthNs())
        .map(EdgeWindow::getCoverage)
        .toList();
  }

  private static double gauge(PrometheusRegistry registry, String name) {
    return registry.scrape(name::equals).stream()
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .mapToDouble(point -> ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
        .sum();
  }

  // Every connection of the recording that began in it: its outcome is known.
  private boolean decided() {
    Collection<EdgeCounts> counts = edges(WindowSize.HOUR).values();
    return counts.stream().mapToLong(EdgeCounts::flows).sum() == 400
        && counts.stream().allMatch(edge -> edge.tcp().attempts() == edge.tcp().decided());
  }

  private JobsRole start() throws Exception {
    return start(directory.resolve("checkpoints"));
  }

  private JobsRole start(Path checkpoints) throws Exception {
    return start(checkpoints, new PrometheusRegistry());
  }

  private JobsRole start(Path checkpoints, PrometheusRegistry registry) throws Exception {
    JobsConfig d = JobsConfig.DEFAULT;
    JobsConfig config =
        new JobsConfig(
            d.run(),
            topics.bootstrapServers(),
            checkpoints.toString(),
            d.stateBackend(),
            Duration.ofMillis(500),
            3,
            1,
            d.outOfOrderness(),
            Duration.ofSeconds(1),
            d.allowedLateness(),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            d.httpLatencyThreshold(),
            d.dnsLatencyThreshold(),
            d.connectionIdle(),
            d.groupsMax(),
            d.connectionsMax(),
            d.stopTimeout());
    JobsRole role = new JobsRole(config, registry);
    role.start();
    await().atMost(PATIENCE).until(() -> role.readiness().ready());
    return role;
  }

  private static String newest(Path checkpoints) throws Exception {
    return Checkpoints.newest(JobsConfig.DEFAULT.at("kafka:9092", checkpoints)).orElse("none");
  }

  private static double counter(PrometheusRegistry registry, String name) {
    return registry.scrape(name::equals).stream()
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .mapToDouble(
            point ->
                ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot)
                        point)
                    .getValue())
        .sum();
  }

  private Map<String, EdgeCounts> edges(WindowSize size) {
    Map<String, EdgeCounts> edges = new TreeMap<>();
    for (EdgeWindow window : topics.newest(Topic.EDGES, Codecs.edges())) {
      if (window.hasEdge() && window.getWindow().getLengthNs() == size.lengthNs()) {
        var edge = window.getEdge();
        edges.merge(
            name(edge.getClient())
                + " "
                + name(edge.getServer())
                + " "
                + edge.getProtocol()
                + " "
                + edge.getPort(),
            EdgeCounts.fromProto(window.getCounts()),
            EdgeCounts::plus);
      }
    }
    return edges;
  }

  private static String name(Peer peer) {
    return TopicKeys.peer(peer);
  }

  private long flowsIn(WindowSize size) {
    return edges(size).values().stream().mapToLong(EdgeCounts::flows).sum();
  }

  private List<DropWindow> drops(WindowSize size) {
    return topics.newest(Topic.DROPS, Codecs.drops()).stream()
        .filter(drop -> drop.getWindow().getLengthNs() == size.lengthNs())
        .toList();
  }

  private List<SliWindow> slis(String indicator) {
    return topics.newest(Topic.SLIS, Codecs.slis()).stream()
        .filter(sli -> sli.getIndicator().equals(indicator))
        .toList();
  }

  private Collection<DiscardedEvent> discarded() {
    return topics.newest(Topic.DISCARDED, Codecs.discarded());
  }

  // The truth, worked out from the JSON with nothing of ours.

  private static final class HttpTruth {
    long requests;
    final TreeMap<String, Long> responses = new TreeMap<>();
    final List<Long> latenciesNs = new ArrayList<>();
  }

  private static Map<String, HttpTruth> httpTruth(List<String> lines) throws Exception {
    Map<String, HttpTruth> truth = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : lines) {
      JsonNode flow = json.readTree(line).get("flow");
      boolean reply = flow.get("is_reply").asBoolean();
      String client = peerTruth(flow, reply ? "destination" : "source");
      String server = peerTruth(flow, reply ? "source" : "destination");
      int port = flow.get("l4").get("TCP").get(reply ? "source_port" : "destination_port").asInt();
      HttpTruth edge =
          truth.computeIfAbsent(client + " " + server + " TCP " + port, name -> new HttpTruth());
      JsonNode l7 = flow.get("l7");
      if (l7.get("type").asText().equals("REQUEST")) {
        edge.requests++;
      } else {
        edge.responses.merge(l7.get("http").get("code").asText(), 1L, Long::sum);
        if (l7.has("latency_ns")) {
          edge.latenciesNs.add(l7.get("latency_ns").asLong());
        }
      }
    }
    return truth;
  }

  private static String peerTruth(JsonNode flow, String end) {
    JsonNode endpoint = flow.get(end);
    if (endpoint.has("pod_name")) {
      String pod = endpoint.get("pod_name").asText();
      String namespace = endpoint.get("namespace").asText();
      String kind = pod.startsWith("node-local-dns") ? "DaemonSet" : "Deployment";
      for (String workload :
          List.of(
              "prometheus",
              "ratings-v1",
              "productpage-v1",
              "reviews-v1",
              "kube-dns",
              "node-local-dns",
              "clickhouse-operator",
              "jaeger")) {
        if (pod.startsWith(workload)) {
          return "default/" + namespace + "/" + kind + "/" + workload;
        }
      }
      throw new AssertionError("A pod that the recording's reader did not know: " + pod);
    }
    if (endpoint.get("labels").toString().contains("reserved:host")) {
      return "default//Reserved/host";
    }
    String ip = flow.get("IP").get(end).asText();
    return "default//World/" + ip.substring(0, ip.lastIndexOf('.')) + ".0/24";
  }

  private static void assertQuantile(LatencySketch sketch, List<Long> latenciesNs, double q) {
    assertThat(sketch.count()).isEqualTo(latenciesNs.size());
    if (latenciesNs.isEmpty()) {
      return;
    }
    long[] sorted = latenciesNs.stream().mapToLong(Long::longValue).sorted().toArray();
    double exact = sorted[(int) Math.floor(q * (sorted.length - 1))] / 1e9;
    assertThat(sketch.quantile(q))
        .as("quantile %s of %s", q, Arrays.toString(sorted))
        .isCloseTo(exact, within(exact * 0.01));
  }
}
