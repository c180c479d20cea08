package io.weir.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private static final HealthConfig ANY_PORT = HealthConfig.DEFAULT.withPort(0);

  @Test
  void readyzNamesTheRoleThatDoesNotDoItsWorkAndWhy() throws Exception {
    FakeRole relay = new FakeRole("relay");
    FakeRole jobs = new FakeRole("jobs");
    try (HealthServer server =
        new HealthServer(ANY_PORT, new PrometheusRegistry(), List.of(relay, jobs))) {
      server.start();
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);

      jobs.readiness = Readiness.notReady("Kafka does not answer.");
      HttpResponse<String> answer = get(server, "/readyz");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("jobs: Kafka does not answer.\n");
      // Alive all the same: a restart would not help.
      assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void metricsAreInPrometheusTextForm() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter.builder().name("weir_test_things_total").help("Things.").register(registry).inc(3);
    try (HealthServer server = new HealthServer(ANY_PORT, registry, List.of())) {
      server.start();
      assertThat(get(server, "/metrics").body()).contains("weir_test_things_total 3.0");
    }
  }

  private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static final class FakeRole implements Role {
    private final String name;
    private volatile Readiness readiness = Readiness.READY;

    FakeRole(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {}

    @Override
    public Readiness readiness() {
      return readiness;
    }

    @Override
    public void close() {}
  }
}
