package io.weir.dashboards.map;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.WORLD;
import static io.weir.dashboards.TestWindows.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dashboards.answer.PeerView;
import io.weir.dashboards.answer.TrafficTally;
import io.weir.dashboards.map.MapGraph.Call;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapPartsTest {
  private static PeerView peer(String namespace, String kind, String name) {
    return new PeerView("prod", namespace, kind, name, name);
  }

  @Test
  void worldPeersStandOnTheSideThatTheyAreMostlyOn() {
    PeerView world = PeerView.of(WORLD);
    PeerView checkout = PeerView.of(CHECKOUT);
    String id = NodeId.of(world);

    assertThat(MapGraph.of(List.of(new Call(world, checkout))).groups())
        .containsEntry(id, GroupId.CALLERS)
        .containsEntry(NodeId.of(checkout), "/shop");
    assertThat(MapGraph.of(List.of(new Call(checkout, world))).groups())
        .containsEntry(id, GroupId.DESTINATIONS);
  }

  @Test
  void nobodyCallsThemselvesOnTheMap() {
    PeerView checkout = PeerView.of(CHECKOUT);
    assertThat(MapGraph.of(List.of(new Call(checkout, checkout))).links()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', Reserved, host, false, reserved peer host",
    "'', Reserved, ingress, false, ",
    "kube-system, Deployment, coredns, true, namespace kube-system",
    "istio-system, Deployment, istiod, false, namespace istio-system",
    "shop, Deployment, cart, false, ",
    "'', World, dns.example.com, true, answers DNS alone",
  })
  void infrastructureSaysByWhichRule(
      String namespace, String kind, String name, boolean dns, String rule) {
    assertThat(Infrastructure.ruleFor(peer(namespace, kind, name), dns).orElse(null))
        .isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 0.333", "124049, 300, 413", "7, 10, 0.7", "3, 300, 0.01"})
  void ratesHaveThreeDigits(int requests, int seconds, double perSecond) {
    TrafficTally tally = new TrafficTally();
    tally.add(http(requests, 0, 0.1).setFlows(Math.max(1, requests)).build());

    Numbers numbers = Numbers.of(tally.toTraffic(), Duration.ofSeconds(seconds));

    assertThat(numbers.ratePerSecond()).isEqualTo(perSecond);
  }
}
