package io.weir.quality;

import io.weir.alerting.cause.Target;
import io.weir.alerting.openslo.Compiled;
import io.weir.alerting.openslo.Documents;
import io.weir.alerting.openslo.SloCompiler;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.Slo;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.ServiceSpec;
import io.weir.collector.simulation.ServiceSpec.Protocol;
import io.weir.series.v1.SliWindow;
import io.weir.streams.edge.EdgeRules;
import io.weir.topic.TopicKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the services of a scenario promise, as {@code config/slo/shop.yaml} would say it, compiled
 * from OpenSLO documents with nothing but a target: rules, guard and silence are the usual ones.
 * Confined to one thread.
 */
final class Objectives {
  private static final String AVAILABILITY = "0.995";
  private static final String LATENCY = "0.99";
  private static final String DNS = "0.99";

  private final List<Slo> slos;
  private final Map<String, OptionalInt> bySeries = new HashMap<>();
  private final String[] servers;

  private Objectives(List<Slo> slos) {
    this.slos = List.copyOf(slos);
    this.servers = new String[slos.size()];
  }

  /** Of each service that answers HTTP, is connected to, or answers DNS. */
  static Objectives of(Scenario scenario) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, ServiceSpec> service : new TreeMap<>(scenario.services()).entrySet()) {
      String namespace = service.getValue().namespace().orElse(scenario.namespace());
      Protocol protocol = service.getValue().protocol();
      String name = service.getKey();
      if (protocol == Protocol.DNS) {
        text.append(document(namespace, name, "dns-availability", DNS));
        continue;
      }
      text.append(document(namespace, name, "tcp-connect", AVAILABILITY));
      if (protocol == Protocol.HTTP) {
        text.append(document(namespace, name, "http-availability", AVAILABILITY));
        text.append(document(namespace, name, "http-latency", LATENCY));
      }
    }
    EdgeRules rules = EdgeRules.DEFAULT;
    Compiled compiled =
        SloCompiler.compile(
            Documents.ofText("quality.yaml", text.toString()),
            rules.httpLatencyThreshold(),
            rules.dnsLatencyThreshold());
    if (compiled.hasErrors()) {
      throw new IllegalStateException("Objectives of our own: " + compiled.findings());
    }
    return new Objectives(compiled.slos());
  }

  private static String document(
      String namespace, String service, String indicator, String target) {
    return """
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: %2$s-%3$s}
        spec:
          description: Made for a measurement.
          service: %2$s
          indicator:
            metadata: {name: %2$s-%3$s}
            spec:
              ratioMetric:
                raw:
                  metricSource:
                    type: weir
                    spec: {indicator: %3$s, service: %1$s/%2$s}
                rawType: success
          timeWindow:
            - {duration: 28d, isRolling: true}
          budgetingMethod: Occurrences
          objectives:
            - {target: %4$s}
        """
        .formatted(namespace, service, indicator, target);
  }

  /** The same promises, told however few events there are. */
  Objectives withoutGuard() {
    List<Slo> bold = new ArrayList<>();
    for (Slo slo : slos) {
      AlertRules rules = slo.rules();
      bold.add(
          new Slo(
              slo.id(),
              slo.service(),
              slo.labels(),
              slo.selector(),
              slo.objective(),
              new AlertRules(
                  rules.burn(),
                  rules.noticePercents(),
                  Guard.NONE,
                  rules.noData(),
                  rules.resolveBelow()),
              slo.maintenance(),
              slo.from()));
    }
    return new Objectives(bold);
  }

  List<Slo> all() {
    return slos;
  }

  int size() {
    return slos.size();
  }

  /** Which one counts a series; each is counted by one at most. */
  OptionalInt of(SliWindow window) {
    String server = TopicKeys.peer(window.getServer());
    return bySeries.computeIfAbsent(
        window.getIndicator() + "|" + server,
        key -> {
          for (int i = 0; i < slos.size(); i++) {
            if (slos.get(i).selector().matches(window)) {
              servers[i] = server;
              return OptionalInt.of(i);
            }
          }
          return OptionalInt.empty();
        });
  }

  /** Whom an objective is about; it must have been counted. */
  Target target(int objective) {
    return Target.service(slos.get(objective).selector().indicator(), servers[objective]);
  }
}
