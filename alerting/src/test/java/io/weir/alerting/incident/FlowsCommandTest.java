package io.weir.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.slo.v1.Cause;
import io.weir.slo.v1.Diagnosis;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowsCommandTest {
  private static final Diagnosis DIAGNOSIS =
      Diagnosis.newBuilder()
          .setBeganNs(ns("2026-03-01T12:00:10Z"))
          .setLookedNs(ns("2026-03-01T12:05:00Z"))
          .build();

  private static long ns(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000_000;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "http-availability; ''; c/shop/Deployment/cart; --to-namespace shop --to-workload"
            + " Deployment/cart --http-status 5+",
        "tcp-connect; c/shop/Deployment/web; c/shop/StatefulSet/db; --from-namespace shop"
            + " --from-workload Deployment/web --to-namespace shop --to-workload StatefulSet/db",
        "dns-availability; ''; c/kube-system/Deployment/coredns; --to-namespace kube-system"
            + " --to-workload Deployment/coredns --protocol dns",
        "delivery; ''; c/shop/Deployment/cart; --to-namespace shop --to-workload Deployment/cart"
            + " --verdict DROPPED",
        "tcp-connect; ''; //World/api.example.com; --to-fqdn api.example.com",
        "tcp-connect; ''; //World/a b'$(id); --to-fqdn 'a b'\\''$(id)'"
      })
  void theCommandShowsTheFlows(String indicator, String client, String server, String filters) {
    Diagnosis diagnosis =
        DIAGNOSIS.toBuilder().setIndicator(indicator).setClient(client).setServer(server).build();
    assertThat(FlowsCommand.of(diagnosis))
        .isEqualTo(
            "weir observe --since 2026-03-01T12:00:10Z --until 2026-03-01T12:05:00Z " + filters);
  }

  /** They may be further down than the service whose objective burns. */
  @Test
  void dropsAreNotNarrowedToTheIndicator() {
    Diagnosis diagnosis =
        DIAGNOSIS.toBuilder()
            .setIndicator("http-availability")
            .setServer("c/shop/Deployment/cart")
            .addCauses(Cause.newBuilder().setKind("policy-denial"))
            .build();
    assertThat(FlowsCommand.of(diagnosis)).endsWith("--to-workload Deployment/cart");
  }

  @Test
  void aProbeHasNoFlows() {
    assertThat(FlowsCommand.of(DIAGNOSIS.toBuilder().setProbe("shop/cart-0/readiness").build()))
        .isEmpty();
  }
}
