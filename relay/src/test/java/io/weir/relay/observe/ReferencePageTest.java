package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.ObserverProto;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.QueryProto;
import io.weir.query.v1.ReadEventsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference page names all that there is: what is added here must be added there. */
class ReferencePageTest {
  private static final Path PAGE = Path.of("../docs/reference/observer-api.md");

  private final String page;

  ReferencePageTest() throws IOException {
    page = Files.readString(PAGE);
  }

  private void names(List<String> words) {
    assertThat(words).isNotEmpty().allSatisfy(word -> assertThat(page).contains("`" + word));
  }

  private static List<String> fields(Descriptor type) {
    return type.getFields().stream().map(FieldDescriptor::getName).toList();
  }

  @Test
  void everyMethod() {
    List<String> methods = new ArrayList<>();
    ObserverProto.getDescriptor().getServices().get(0).getMethods().stream()
        .map(MethodDescriptor::getName)
        .forEach(methods::add);
    QueryProto.getDescriptor().getServices().get(0).getMethods().stream()
        .map(MethodDescriptor::getName)
        .forEach(methods::add);
    names(methods);
  }

  @Test
  void everyFieldOfRequestsAndFilters() {
    names(fields(GetFlowsRequest.getDescriptor()));
    names(fields(FlowFilter.getDescriptor()));
    names(fields(CountFlowsRequest.getDescriptor()));
    names(fields(ReadEventsRequest.getDescriptor()));
  }

  @Test
  void everyMetricAndEveryLimit() {
    PrometheusRegistry registry = new PrometheusRegistry();
    ObserveMetrics metrics = new ObserveMetrics(registry);
    assertThat(metrics).isNotNull();
    List<String> names = new ArrayList<>();
    registry
        .scrape()
        .forEach(
            metric -> {
              String name = metric.getMetadata().getName().replace("weir_relay_observe_", "");
              names.add(metric instanceof CounterSnapshot ? name + "_total" : name);
              if (name.equals("limited")) {
                String help = metric.getMetadata().getHelp();
                names.addAll(
                    List.of(help.substring(help.indexOf(':') + 1, help.length() - 1).split(",")));
              }
            });
    names(names.stream().map(String::strip).toList());
    assertThat(names).hasSizeGreaterThan(20);
  }
}
