package io.weir.bench;

import com.google.protobuf.util.JsonFormat;
import com.sun.management.OperatingSystemMXBean;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.EventHeader;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.ingest.v1.Event;
import io.weir.relay.RelayConfig;
import io.weir.relay.RelayRole;
import io.weir.relay.ingest.IngestConfig;
import io.weir.relay.publish.EventPublisher;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.KafkaEventPublisher;
import io.weir.relay.publish.PublishConfig;
import io.weir.relay.publish.PublishException;
import io.weir.relay.publish.PublishMetrics;
import io.weir.relay.publish.TopicCreator;
import io.weir.relay.publish.TopicRecord;
import io.weir.topic.Topic;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What ingest costs, beside a plain producer loop with the same bytes in the same run.
 *
 * <pre>
 * IngestBenchmark BOOTSTRAP_SERVERS FLOWS_FOLDER [EVENTS]
 * </pre>
 *
 * <p>Give it a broker of its own ({@code weir broker}): it writes into {@code weir.flows.v1}. The
 * folder holds Hubble JSON lines, which are sent round and round. Three runs of EVENTS (300,000)
 * events each follow a warm-up of a third: a KafkaProducer with encoded records; encoding and
 * {@link KafkaEventPublisher}; a collector's stream through a whole {@link RelayRole}, client
 * included. CPU seconds are this process's, the broker's are not in them.
 */
public final class IngestBenchmark {
  private static final int BATCH_EVENTS = 500;

  private final String bootstrapServers;
  private final List<Event> events;
  private final PublishConfig config;

  private IngestBenchmark(String bootstrapServers, List<Event> events) {
    PublishConfig defaults = PublishConfig.DEFAULT;
    this.bootstrapServers = bootstrapServers;
    this.events = events;
    this.config =
        new PublishConfig(
            bootstrapServers,
            defaults.compression(),
            defaults.linger(),
            defaults.batchBytes(),
            defaults.bufferBytes(),
            defaults.startTimeout(),
            defaults.stallAfter(),
            defaults.topics());
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: IngestBenchmark BOOTSTRAP_SERVERS FLOWS_FOLDER [EVENTS]");
      System.exit(2);
    }
    int count = args.length > 2 ? Integer.parseInt(args[2]) : 300_000;
    List<Event> events = flows(Path.of(args[1]));
    IngestBenchmark benchmark = new IngestBenchmark(args[0], events);
    new TopicCreator(benchmark.config, IngestConfig.DEFAULT.eventBytesMax())
        .ensure(KafkaEventPublisher.TOPICS);
    System.out.printf(
        "%d different flows, %.0f bytes each as protobuf; %d events a run%n",
        events.size(),
        events.stream().mapToInt(Event::getSerializedSize).average().orElseThrow(),
        count);
    for (Run run : List.<Run>of(benchmark::plain, benchmark::publish, benchmark::relay)) {
      run.send(count / 3);
    }
    Measured plain = benchmark.measure("plain producer", benchmark::plain, count);
    Measured publish = benchmark.measure("encode, publish", benchmark::publish, count);
    Measured relay = benchmark.measure("collector, relay", benchmark::relay, count);
    System.out.printf(
        "to the plain producer: publish %.2f of its rate, %.2f of its CPU; relay %.2f and %.2f%n",
        publish.rate() / plain.rate(),
        publish.cpuSeconds() / plain.cpuSeconds(),
        relay.rate() / plain.rate(),
        relay.cpuSeconds() / plain.cpuSeconds());
  }

  private interface Run {
    void send(int count) throws Exception;
  }

  private record Measured(double rate, double cpuSeconds) {}

  private Measured measure(String name, Run run, int count) throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long stored = storedBytes();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    run.send(count);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf(
        "%-17s %,8.0f events/s  %5.2f CPU s  %4.1f us CPU an event  %.0f bytes an event in Kafka%n",
        name,
        count / seconds,
        cpuSeconds,
        1e6 * cpuSeconds / count,
        (double) (storedBytes() - stored) / count);
    return new Measured(count / seconds, cpuSeconds);
  }

  private void plain(int count) throws Exception {
    List<TopicRecord> records = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      records.add(EventRecords.of(header(i), events.get(i)));
    }
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            10,
            ProducerConfig.BATCH_SIZE_CONFIG,
            (int) config.batchBytes(),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            config.bufferBytes());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        TopicRecord record = records.get(i % records.size());
        producer.send(
            new ProducerRecord<>(record.topic().topicName(), record.key(), record.value()));
      }
    }
  }

  private void publish(int count) throws Exception {
    KafkaEventPublisher publisher =
        new KafkaEventPublisher(
            config,
            IngestConfig.DEFAULT.eventBytesMax(),
            new PublishMetrics(new PrometheusRegistry()),
            InstantSource.system());
    publisher.start();
    EventPublisher.Writer writer = publisher.open();
    CountDownLatch left = new CountDownLatch(count);
    EventPublisher.Completion completion =
        new EventPublisher.Completion() {
          @Override
          public void published() {
            left.countDown();
          }

          @Override
          public void failed(PublishException cause) {
            throw new IllegalStateException(cause);
          }
        };
    for (int i = 0; i < count; i++) {
      writer.publish(EventRecords.of(header(i), events.get(i % events.size())), completion);
    }
    left.await();
    publisher.close(Duration.ofSeconds(10));
  }

  private void relay(int count) throws Exception {
    RelayRole relay =
        new RelayRole(
            new RelayConfig("127.0.0.1", 0, Duration.ofSeconds(10), IngestConfig.DEFAULT, config),
            List.of(),
            new PrometheusRegistry(),
            InstantSource.system());
    relay.start();
    try (BenchmarkCollector collector =
        new BenchmarkCollector(relay.port(), events, BATCH_EVENTS)) {
      collector.send(count);
    } finally {
      relay.close();
    }
  }

  private static EventHeader header(long seq) {
    return EventHeader.newBuilder()
        .setNode("node-1")
        .setCollector("0123456789abcdef")
        .setSeq(seq + 1)
        .setObservedAtNs(1_700_000_000_000_000_000L + seq)
        .setSource("hubble")
        .setSampling(1)
        .build();
  }

  private static List<Event> flows(Path folder) throws Exception {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().matches("hubble-otel-(tcp|http|dns)-.*"))
              .sorted()
              .toList()) {
        for (String line : Files.readAllLines(file)) {
          GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
          JsonFormat.parser().ignoringUnknownFields().merge(line, response);
          events.add(
              Event.newBuilder()
                  .setObservedAtNs(1_700_000_000_000_000_000L + events.size())
                  .setSource("hubble")
                  .setFlow(response.getFlow())
                  .build());
        }
      }
    }
    return events;
  }

  private long storedBytes() throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> directory.replicaInfos().entrySet().stream())
          .filter(replica -> replica.getKey().topic().equals(Topic.FLOWS.topicName()))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    }
  }
}
