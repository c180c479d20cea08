package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QuestionServiceTest {
  private static CompletableFuture<AggregatedHttpResponse> ask(QuestionService service) {
    HttpRequest request = HttpRequest.of(HttpMethod.GET, "/api/v1/slow");
    return service.doGet(ServiceRequestContext.of(request), request).aggregate();
  }

  @Test
  void refusesWhatIsTooManyAtATimeAndRecovers() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    QuestionService service =
        new QuestionService(
            "slow",
            asked -> {
              begun.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Map.of("done", true);
            },
            DashboardsConfig.DEFAULT,
            new Answering(1, new DashboardsMetrics(new PrometheusRegistry())),
            InstantSource.system());

    CompletableFuture<AggregatedHttpResponse> first = ask(service);
    begun.await();
    AggregatedHttpResponse second = ask(service).join();
    go.countDown();

    assertThat(second.status().code()).isEqualTo(503);
    assertThat(second.contentUtf8()).contains("Ask again in a moment");
    assertThat(first.join().contentUtf8()).isEqualTo("{\"done\":true}");
    assertThat(ask(service).join().status().code()).isEqualTo(200);
  }
}
