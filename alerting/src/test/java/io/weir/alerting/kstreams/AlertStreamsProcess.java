package io.weir.alerting.kstreams;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Slo;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The evaluation in a JVM of its own, so that it can be killed. */
final class AlertStreamsProcess implements AutoCloseable {
  static final Slo CHECKOUT =
      TestSlos.slo("checkout", "*/*/*/checkout", FanOut.NONE, TestSlos.page(), TestSlos.START);

  static final Slo EACH =
      TestSlos.slo("each", "*/*/*/svc-*", FanOut.SERVICE, TestSlos.page(), TestSlos.START);

  private final Process process;

  private AlertStreamsProcess(Process process) {
    this.process = process;
  }

  static AlertStreamsProcess start(String bootstrapServers, Path stateDir) throws IOException {
    return new AlertStreamsProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AlertStreamsProcess.class.getName(),
                bootstrapServers,
                stateDir.toString())
            .redirectErrorStream(true)
            // Its words would be in the way of the ones that the test runner's processes exchange.
            .redirectOutput(Redirect.appendTo(Path.of(stateDir + ".log").toFile()))
            .start());
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** Evaluates until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    AlertStreamsConfig base = AlertStreamsConfig.DEFAULT.at(args[0], Path.of(args[1]));
    AlertStreamsConfig config =
        new AlertStreamsConfig(
            base.bootstrapServers(),
            base.applicationId(),
            base.stateDir(),
            base.threads(),
            base.standbyReplicas(),
            1,
            base.commitInterval(),
            base.evaluationInterval(),
            base.lateness(),
            Duration.ofHours(1),
            base.forgetAfter(),
            base.objectivesMax(),
            Map.of("consumer.session.timeout.ms", "6000", "transaction.timeout.ms", "5000"));
    SloCatalogue catalogue = new SloCatalogue();
    catalogue.replace(List.of(CHECKOUT, EACH));
    try (AlertStreams streams =
        new AlertStreams(
            catalogue,
            config,
            new AlertStreamsMetrics(new PrometheusRegistry()),
            PastCounts.NONE)) {
      streams.start();
      Thread.currentThread().join();
    }
  }
}
