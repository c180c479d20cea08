package io.weir.bench;

import com.google.protobuf.util.Timestamps;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.EventHeader;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import io.weir.ingest.v1.Event;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import io.weir.series.v1.EdgeWindow;
import io.weir.story.KafkaRecords;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import io.weir.streams.window.WindowSize;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a flow takes from the moment it is observed to a record in {@code weir.edges.v1} that
 * holds it, at a steady rate, with broker and jobs in this process. From the root of the checkout:
 *
 * <pre>
 * mvn -q -pl tests -am test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath &amp;&amp;
 *   java -Xmx2g -cp "tests/target/test-classes:$(cat tests/target/bench.classpath)" io.weir.bench.DelayBenchmark
 * </pre>
 *
 * <p>Ends {@link #PATIENCE} after the last flow at the latest. See {@code
 * docs/reference/benchmarks.md} for how to read it.
 */
@Command(
    name = "DelayBenchmark",
    description = "Time from a flow to the first record of its window that holds it.")
public final class DelayBenchmark implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WARM_UP_SECONDS = 10;
  private static final int PARTITIONS = 4;
  private static final long NS_PER_MS = 1_000_000;
  private static final long TICK_MS = 10;

  // One connection an edge, so that its flows stay in order.
  private static final int CLIENT_PORT = 40_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Flows a second, 100 to 100000 (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "45",
      description = "How long, after a warm-up, 10 to 600 (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--edges",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Edges that the flows belong to, 1 to 20000 (default: ${DEFAULT-VALUE}).")
  private int edges;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  private record Sent(int edge, long atMs) {}

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new DelayBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      return 2;
    }
    Path dir = Files.createTempDirectory("weir-delay");
    EmbeddedBroker broker =
        new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), dir.resolve("kafka"));
    try {
      broker.start();
      createTopics(broker.bootstrapServers());
      JobsConfig config =
          JobsConfig.DEFAULT.at(broker.bootstrapServers(), dir.resolve("checkpoints"));
      try (JobsRole jobs = new JobsRole(config, new PrometheusRegistry())) {
        jobs.start();
        List<Sent> sent = send(broker.bootstrapServers());
        Map<WindowSize, Delays> delays = await(broker.bootstrapServers(), sent);
        print(delays);
      }
      return 0;
    } finally {
      broker.close();
      Directories.delete(dir);
    }
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    between(problems, "--rate", rate, 100, 100_000);
    between(problems, "--seconds", seconds, 10, 600);
    between(problems, "--edges", edges, 1, 20_000);
    return problems;
  }

  private static void between(List<String> problems, String name, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add(name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private static void createTopics(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              Arrays.stream(Topic.values())
                  .map(
                      topic ->
                          new NewTopic(topic.topicName(), PARTITIONS, (short) 1)
                              .configs(topic.settings()))
                  .toList())
          .all()
          .get();
    }
  }

  /** Sends at the rate, each flow with the time at which it is sent. */
  private List<Sent> send(String bootstrap) {
    List<Sent> sent = new ArrayList<>();
    long flows = (long) rate * (seconds + WARM_UP_SECONDS);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      long beginNs = System.nanoTime();
      while (sent.size() < flows) {
        long due = Math.min(flows, (System.nanoTime() - beginNs) / NS_PER_MS * rate / 1000);
        while (sent.size() < due) {
          int number = sent.size();
          long nowMs = System.currentTimeMillis();
          TopicRecord record = record(number, nowMs);
          producer.send(
              new ProducerRecord<>(record.topic().topicName(), record.key(), record.value()));
          sent.add(new Sent(number % edges, nowMs));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
      }
    }
    return sent;
  }

  private TopicRecord record(int number, long nowMs) {
    int edge = number % edges;
    Flow flow =
        Flow.newBuilder()
            .setTime(Timestamps.fromMillis(nowMs))
            .setNodeName("benchmark/node-1")
            .setVerdict(Verdict.FORWARDED)
            .setTrafficDirection(TrafficDirection.EGRESS)
            .setIP(
                IP.newBuilder()
                    .setSource("10.1." + edge / 250 + "." + edge % 250)
                    .setDestination("10.2." + edge / 250 + "." + edge % 250))
            .setL4(
                Layer4.newBuilder()
                    .setTCP(
                        TCP.newBuilder()
                            .setSourcePort(CLIENT_PORT)
                            .setDestinationPort(8080)
                            .setFlags(TCPFlags.newBuilder().setACK(true))))
            .setSource(endpoint("client-" + edge))
            .setDestination(endpoint("server-" + edge))
            .build();
    EventHeader header =
        EventHeader.newBuilder()
            .setNode("benchmark/node-1")
            .setCollector("delay")
            .setSeq(number + 1L)
            .setObservedAtNs(nowMs * NS_PER_MS)
            .setSampling(1)
            .build();
    return EventRecords.of(header, Event.newBuilder().setFlow(flow).build());
  }

  private static Endpoint endpoint(String name) {
    return Endpoint.newBuilder()
        .setNamespace("delay")
        .addWorkloads(Workload.newBuilder().setName(name).setKind("Deployment"))
        .build();
  }

  /** Reads records until they hold everything. */
  private Map<WindowSize, Delays> await(String bootstrap, List<Sent> sent) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Map<WindowSize, Delays> delays = delays(bootstrap, sent);
      if (delays.values().stream().allMatch(Delays::isComplete)) {
        return delays;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Not every flow is in a record "
                + PATIENCE.toSeconds()
                + " s after the last one. Lower --rate: this machine does not keep up.");
      }
      Thread.sleep(500); // every record carries its own time; this is no measurement
    }
  }

  private Map<WindowSize, Delays> delays(String bootstrap, List<Sent> sent)
      throws MalformedEventException {
    // What is sent while classes are loaded is slow for another reason.
    long fromMs = sent.get(0).atMs() + TimeUnit.SECONDS.toMillis(WARM_UP_SECONDS);
    Map<WindowSize, Delays> delays = new EnumMap<>(WindowSize.class);
    for (WindowSize size : WindowSize.values()) {
      long lengthMs = size.lengthNs() / NS_PER_MS;
      // Long windows begin long before: all of their events count, or none could be told apart.
      long firstMs = size == WindowSize.TEN_SECONDS ? (fromMs / lengthMs + 1) * lengthMs : 0;
      Delays one = new Delays(lengthMs);
      sent.stream()
          .filter(event -> event.atMs() >= firstMs)
          .forEach(event -> one.sent(event.edge(), event.atMs()));
      delays.put(size, one);
      for (ConsumerRecord<byte[], byte[]> record : KafkaRecords.read(bootstrap, Topic.EDGES)) {
        EdgeWindow window = Codecs.edges().decode(record.value());
        long startMs = window.getWindow().getStartNs() / NS_PER_MS;
        if (window.hasEdge()
            && window.getWindow().getLengthNs() == size.lengthNs()
            && startMs >= firstMs) {
          String server = window.getEdge().getServer().getName();
          int edge = Integer.parseInt(server.substring(server.indexOf('-') + 1));
          one.written(edge, startMs, window.getCounts().getFlows(), record.timestamp());
        }
      }
    }
    return delays;
  }

  private void print(Map<WindowSize, Delays> delays) {
    System.out.printf(
        Locale.ROOT,
        "%n%,d flows/s on %,d edges for %d s, after %d s to warm up; seconds%n%n",
        rate,
        edges,
        seconds,
        WARM_UP_SECONDS);
    System.out.printf("%-44s%10s%10s%10s%n", "", "p50", "p99", "max");
    delays.forEach(
        (size, one) -> {
          String name = Duration.ofNanos(size.lengthNs()).toSeconds() + " s windows: ";
          row(name + "flow to first record", one.events());
          if (size == WindowSize.TEN_SECONDS) {
            row(name + "end to final record", one.windows());
          }
        });
    System.out.printf(
        Locale.ROOT,
        "%nMachine: %d cores, broker and jobs in one process, JDK %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
  }

  private static void row(String title, long[] sortedMs) {
    System.out.printf(
        Locale.ROOT,
        "%-44s%10.2f%10.2f%10.2f%n",
        title,
        Delays.quantile(sortedMs, 0.5) / 1e3,
        Delays.quantile(sortedMs, 0.99) / 1e3,
        sortedMs[sortedMs.length - 1] / 1e3);
  }
}
