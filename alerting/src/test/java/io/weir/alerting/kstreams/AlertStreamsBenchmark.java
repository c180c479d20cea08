package io.weir.alerting.kstreams;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Slo;
import io.weir.codec.Codecs;
import io.weir.series.v1.SliWindow;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the evaluation costs with Kafka, stores and transactions: {@code main} writes the windows of
 * many services as fast as it can, and prints the CPU that a process of its own took for them; then
 * at the pace of life, and prints how long after a window an alert is there. One objective fans out
 * to all services, with the four standard window pairs.
 */
public final class AlertStreamsBenchmark {
  private static final int OBJECTIVES = 10_000;
  private static final int WARM_UP_STEPS = 30;
  private static final int STEPS = 60;

  private AlertStreamsBenchmark() {}

  /** Prints the figures; with arguments it is the process that evaluates. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      evaluate(args[0], Path.of(args[1]));
      return;
    }
    Path directory = Files.createTempDirectory("weir-alerting-benchmark");
    try (TestBroker broker = TestBroker.start()) {
      broker.createTopic(Topic.SLIS.topicName(), 4, Topic.SLIS.settings());
      broker.createTopic(Topic.ALERTS.topicName(), 1, Topic.ALERTS.settings());
      broker.createTopic(Topic.SLO_STATUS.topicName(), 1, Topic.SLO_STATUS.settings());
      measure(broker, directory);
    }
  }

  private static void measure(TestBroker broker, Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AlertStreamsBenchmark.class.getName(),
                broker.bootstrapServers(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    broker.bootstrapServers(),
                    ProducerConfig.LINGER_MS_CONFIG,
                    20,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      write(producer, 0, WARM_UP_STEPS);
      double[] begin = await(lines, (long) OBJECTIVES * WARM_UP_STEPS);
      write(producer, WARM_UP_STEPS, STEPS);
      double[] end = await(lines, (long) OBJECTIVES * (WARM_UP_STEPS + STEPS));
      double cpu = (end[1] - begin[1]) / STEPS;
      System.out.printf(
          "%,d objectives: %.2f s of CPU for the windows of 10 s, %.1f times less than there is;"
              + " %.1f s of wall; %,.0f evaluations; %,d MiB of state%n",
          OBJECTIVES,
          cpu,
          10 / cpu,
          (end[3] - begin[3]) / STEPS,
          end[2] - begin[2],
          size(directory) >> 20);
      new AlertDelays(broker.bootstrapServers(), producer)
          .print(TestSlos.START.plusSeconds(10L * (WARM_UP_STEPS + STEPS)), OBJECTIVES);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void write(KafkaProducer<byte[], byte[]> producer, int from, int steps) {
    for (int step = from; step < from + steps; step++) {
      Instant start = TestSlos.START.plusSeconds(10L * step);
      for (int service = 0; service < OBJECTIVES; service++) {
        long bad = service % 100 == 0 ? 5 : 0;
        SliWindow window = TestSlos.window("service-" + service, start, bad, 100);
        producer.send(
            new ProducerRecord<>(
                Topic.SLIS.topicName(), TopicKeys.sli(window), Codecs.slis().encode(window)));
      }
    }
    producer.flush();
  }

  /** The first line with so many windows: windows, CPU seconds, evaluations, wall seconds. */
  private static double[] await(BufferedReader lines, long windows) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 4 && Double.parseDouble(parts[0]) >= windows) {
        return new double[] {
          Double.parseDouble(parts[0]),
          Double.parseDouble(parts[1]),
          Double.parseDouble(parts[2]),
          Double.parseDouble(parts[3])
        };
      }
    }
    throw new IOException("The evaluation ended before it had read everything.");
  }

  private static void evaluate(String servers, Path directory) throws InterruptedException {
    AlertStreamsConfig config = AlertStreamsConfig.DEFAULT.at(servers, directory);
    AlertRules rules = AlertRules.of(BurnRule.standard(Duration.ofDays(30)));
    Slo all = TestSlos.slo("all", "*/*/*/*", FanOut.SERVICE, rules, TestSlos.START);
    SloCatalogue catalogue = new SloCatalogue();
    catalogue.replace(List.of(all));
    AlertStreamsMetrics metrics = new AlertStreamsMetrics(new PrometheusRegistry());
    try (AlertStreams streams = new AlertStreams(catalogue, config, metrics, PastCounts.NONE)) {
      streams.start();
      var system =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      while (true) {
        Thread.sleep(200);
        System.out.printf(
            "%d %.3f %d %.3f%n",
            (long) metrics.counted.get(),
            system.getProcessCpuTime() / 1e9,
            (long) metrics.evaluations.get(),
            System.nanoTime() / 1e9);
      }
    }
  }
}
