package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.codec.Codecs;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.Job;
import io.weir.streams.JobSet;
import io.weir.streams.JobsConfig;
import io.weir.streams.StateBackend;
import io.weir.streams.TestFlows;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs in Flink jobs of their own, and with state in RocksDB, against all in one on the heap: the
 * same events, the same records.
 */
class JobsApartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Far behind everything else, so that all windows before it are complete. */
  private static final long END = T0 + 10 * 3600 * SECOND;

  /** What {@link #sendEvents} sends, the bad ones too. */
  private static final int FLOW_EVENTS = 8 + TestTopics.PARTITIONS;

  private static final int PROBES = 2 + TestTopics.PARTITIONS;

  @TempDir Path directory;

  private final TestTopics topics = new TestTopics();

  @AfterEach
  void closeTopics() {
    topics.close();
  }

  /** What the topics hold in the end, before {@link #END}. */
  record Published(
      Set<EdgeWindow> edges, Set<SliWindow> slis, Set<DropWindow> drops, List<String> discarded) {}

  @Test
  void jobsApartAndInRocksDbPublishWhatTheyPublishTogether() throws Exception {
    Published together = run(StateBackend.HASHMAP, List.of(JobSet.ALL));
    List<JobSet> alone =
        List.of(Job.values()).stream().map(job -> JobSet.of(List.of(job))).toList();
    Published apart = run(StateBackend.HASHMAP, alone);
    Published inRocksDb = run(StateBackend.ROCKSDB, List.of(JobSet.ALL));

    assertThat(together.edges()).hasSizeGreaterThan(3);
    assertThat(together.slis()).anyMatch(sli -> sli.getIndicator().equals("not-dropped"));
    assertThat(together.slis()).anyMatch(sli -> sli.getProbe().equals("shop/web/readiness"));
    assertThat(together.slis()).anyMatch(sli -> sli.hasClient() && sli.getLost() == 37);
    assertThat(together.drops()).hasSize(3);
    assertThat(together.discarded()).containsExactly("no flow", "no probe");
    assertThat(apart.edges()).isEqualTo(together.edges());
    assertThat(apart.slis()).isEqualTo(together.slis());
    assertThat(apart.drops()).isEqualTo(together.drops());
    assertThat(apart.discarded()).isEqualTo(together.discarded());
    assertThat(inRocksDb).isEqualTo(together);
  }

  /** A Flink job, and what its process counts. */
  private record Running(JobsConfig config, JobsRole role, PrometheusRegistry registry) {
    JobSet set() {
      return config.jobSet();
    }
  }

  private Published run(StateBackend backend, List<JobSet> sets) throws Exception {
    topics.empty();
    topics.send(Topic.SLOS, bytes("calm"), Codecs.slos().encode(definition()));
    List<Running> all = new ArrayList<>();
    try {
      for (JobSet set : sets) {
        all.add(start(config(backend, set)));
      }
      for (Running one : all) {
        if (one.set().has(Job.EDGES) || one.set().has(Job.SLIS)) {
          await()
              .atMost(PATIENCE)
              .until(() -> gauge(one.registry(), "weir_jobs_custom_indicators", "") == 1);
        }
      }
      sendEvents();
      for (Running one : all) {
        await("events of " + one.set().label()).atMost(PATIENCE).until(() -> hasReadAll(one));
        awaitPassed(one);
        await("windows of " + one.set().label()).atMost(PATIENCE).until(() -> isComplete(one));
        assertThat(writtenTopics(one.registry()))
            .as("topics of %s", one.set().label())
            .isEqualTo(
                one.set().jobs().stream()
                    .map(job -> job.topic().topicName())
                    .collect(Collectors.toSet()));
      }
      for (Running one : all) {
        awaitPassed(one);
        assertThat(starts(one)).as("starts of %s", one.set().label()).isEqualTo(1);
      }
    } finally {
      all.forEach(one -> one.role().close());
    }
    return published();
  }

  private static Running start(JobsConfig config) throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    JobsRole role = new JobsRole(config, registry);
    role.start();
    await().atMost(PATIENCE).until(() -> role.readiness().ready());
    return new Running(config, role, registry);
  }

  private JobsConfig config(StateBackend backend, JobSet set) {
    JobsConfig d =
        JobsConfig.DEFAULT
            .at(topics.bootstrapServers(), directory.resolve(backend.label()))
            .withState(backend)
            .running(set.jobs().toArray(Job[]::new));
    return new JobsConfig(
        d.run(),
        d.bootstrapServers(),
        d.checkpointDir(),
        d.stateBackend(),
        Duration.ofMillis(300),
        d.checkpointsKept(),
        d.parallelism(),
        d.outOfOrderness(),
        // No partition falls silent: a slow machine must not make its events late.
        Duration.ofMinutes(5),
        d.allowedLateness(),
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        d.httpLatencyThreshold(),
        d.dnsLatencyThreshold(),
        d.connectionIdle(),
        d.groupsMax(),
        d.connectionsMax(),
        d.stopTimeout());
  }

  private static void awaitCheckpoint(Running one) throws Exception {
    String before = Checkpoints.newest(one.config()).orElse("none");
    await()
        .atMost(PATIENCE)
        .until(() -> !Checkpoints.newest(one.config()).orElse("none").equals(before));
  }

  /** The sources have read all that {@link #sendEvents} sent. */
  private static boolean hasReadAll(Running one) {
    return count(one, "weir_jobs_events", Topic.FLOWS) == FLOW_EVENTS
        && (!one.set().has(Job.SLIS) || count(one, "weir_jobs_events", Topic.PROBES) == PROBES);
  }

  /**
   * What is in flight now has passed all operators: it is ahead of every barrier that starts from
   * now on, and of two checkpoints that end one after the other the second started from now on.
   */
  private static void awaitPassed(Running one) throws Exception {
    awaitCheckpoint(one);
    awaitCheckpoint(one);
  }

  /** All windows are forgotten but those of {@link #END}, and those that never end. */
  private static boolean isComplete(Running one) {
    JobSet set = one.set();
    return (!set.has(Job.EDGES) || live(one, "edge-windows") == 3)
        && (!set.has(Job.SLIS) || live(one, "service-windows") == 3)
        && (!set.has(Job.SLIS) || live(one, "probe-windows") == 3)
        && (set.has(Job.EDGES) || set.has(Job.SLIS) ? live(one, "coverage-windows") == 3 : true)
        && (!set.has(Job.DROPS) || written(one, Topic.DROPS) && live(one, "drop-windows") == 0);
  }

  private static boolean written(Running one, Topic topic) {
    return writtenTopics(one.registry()).contains(topic.topicName());
  }

  private static double count(Running one, String counter, Topic topic) {
    return points(one, counter)
        .filter(point -> topic.topicName().equals(point.getLabels().get("topic")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private static double starts(Running one) {
    return points(one, "weir_jobs_starts")
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private static Stream<CounterSnapshot.CounterDataPointSnapshot> points(
      Running one, String counter) {
    return one.registry().scrape(counter::equals).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream());
  }

  private static double live(Running one, String windows) {
    return gauge(one.registry(), "weir_jobs_live_windows", windows);
  }

  private static double gauge(PrometheusRegistry registry, String name, String windows) {
    return registry.scrape(name::equals).stream()
        .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> windows.isEmpty() || windows.equals(point.getLabels().get("windows")))
        .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .sum();
  }

  private static Set<String> writtenTopics(PrometheusRegistry registry) {
    return registry.scrape("weir_jobs_written_windows"::equals).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .map(point -> point.getLabels().get("topic"))
        .collect(Collectors.toSet());
  }

  private static SloDefinition definition() {
    return SloDefinition.newBuilder()
        .setName("calm")
        .setEffectiveFromNs(T0)
        .addCustom(
            CustomIndicator.newBuilder()
                .setName("not-dropped")
                .setGood("_flow.verdict != Verdict.DROPPED")
                .setTotal("true"))
        .build();
  }

  /** A call, a lost SYN, a drop, a loss, a probe, bad bytes; and the end, in every partition. */
  private void sendEvents() throws Exception {
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
    topics.send(
        List.of(
            TestFlows.event(dropped, T0, 1),
            TestFlows.event(TestFlows.syn(), T0 + SECOND, 2),
            loss,
            TestFlows.event(TestFlows.syn(), T0 + 60 * SECOND, 3),
            TestFlows.event(TestFlows.synAck(), T0 + 61 * SECOND, 4),
            TestFlows.event(TestFlows.request("GET", "/cart"), T0 + 62 * SECOND, 5),
            TestFlows.event(TestFlows.response(503, SECOND), T0 + 63 * SECOND, 6)));
    topics.send(Topic.FLOWS, bytes("key"), bytes("no flow"));
    topics.send(Topic.PROBES, bytes("key"), bytes("no probe"));
    topics.send(Topic.PROBES, bytes("key"), Codecs.probes().encode(probe(T0, 1)));
    topics.sendToAll(Topic.FLOWS, Codecs.flows().encode(TestFlows.event(TestFlows.ack(), END, 7)));
    topics.sendToAll(Topic.PROBES, Codecs.probes().encode(probe(END, 2)));
  }

  private static ProbeEvent probe(long timeNs, long seq) {
    return ProbeEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder().setCollector("probes").setSeq(seq).setObservedAtNs(timeNs))
        .setProbe(Probe.newBuilder().setId("shop/web/readiness").setSuccess(true))
        .build();
  }

  private Published published() {
    Set<EdgeWindow> edges = new HashSet<>(topics.newest(Topic.EDGES, Codecs.edges()));
    edges.removeIf(window -> window.getWindow().getStartNs() > END - 3600 * SECOND);
    Set<SliWindow> slis = new HashSet<>(topics.newest(Topic.SLIS, Codecs.slis()));
    slis.removeIf(window -> window.getWindow().getStartNs() > END - 3600 * SECOND);
    return new Published(
        edges,
        slis,
        new HashSet<>(topics.newest(Topic.DROPS, Codecs.drops())),
        topics.newest(Topic.DISCARDED, Codecs.discarded()).stream()
            .map(event -> event.getDiscarded().getBytes().toStringUtf8())
            .sorted()
            .toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
