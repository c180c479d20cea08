package io.weir.alerting.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndicatorSelectorTest {
  private static final Peer CHECKOUT = peer("shop", "checkout");
  private static final Peer FRONTEND = peer("shop", "frontend");
  private static final SliWindow SERVICE =
      SliWindow.newBuilder().setIndicator("http-availability").setServer(CHECKOUT).build();
  private static final SliWindow EDGE =
      SERVICE.toBuilder().setClient(FRONTEND).setPort(8080).setProtocol("TCP").build();

  private static Peer peer(String namespace, String name) {
    return Peer.newBuilder()
        .setCluster("c1")
        .setNamespace(namespace)
        .setKind("Deployment")
        .setName(name)
        .build();
  }

  private static IndicatorSelector edges(String client, int port, FanOut fanOut) {
    return new IndicatorSelector(
        "http-availability",
        Optional.of(PeerPattern.of("c1/shop/*/check*")),
        client.isEmpty() ? Optional.empty() : Optional.of(PeerPattern.of(client)),
        port,
        "",
        "",
        fanOut);
  }

  @Test
  void aServiceIsCountedByItsOwnSeriesAlone() {
    IndicatorSelector service = edges("", 0, FanOut.NONE);

    assertThat(service.matches(SERVICE)).isTrue();
    assertThat(service.matches(EDGE)).as("would count the caller twice").isFalse();
  }

  @Test
  void aCallerOrPortMeansEdges() {
    assertThat(edges("*/*/*/front*", 0, FanOut.NONE).matches(EDGE)).isTrue();
    assertThat(edges("*/*/*/front*", 0, FanOut.NONE).matches(SERVICE)).isFalse();
    assertThat(edges("", 8080, FanOut.NONE).matches(EDGE)).isTrue();
    assertThat(edges("", 9090, FanOut.NONE).matches(EDGE)).isFalse();
    assertThat(edges("*/*/*/back*", 0, FanOut.NONE).matches(EDGE)).isFalse();
  }

  @Test
  void otherIndicatorsAndServicesAreNotMeant() {
    assertThat(
            edges("", 0, FanOut.NONE)
                .matches(SERVICE.toBuilder().setIndicator("tcp-connect").build()))
        .isFalse();
    assertThat(edges("", 0, FanOut.NONE).matches(SERVICE.toBuilder().setServer(FRONTEND).build()))
        .isFalse();
  }

  @Test
  void fanOutNamesTheMatch() {
    assertThat(edges("", 0, FanOut.NONE).fanOutKey(SERVICE)).isEmpty();
    assertThat(edges("", 0, FanOut.SERVICE).fanOutKey(SERVICE))
        .isEqualTo("c1/shop/Deployment/checkout");
    assertThat(edges("", 0, FanOut.EDGE).fanOutKey(EDGE))
        .isEqualTo("c1/shop/Deployment/frontend>c1/shop/Deployment/checkout>TCP:8080");
    assertThat(edges("", 0, FanOut.EDGE).matches(SERVICE)).isFalse();
    SliWindow odd = SERVICE.toBuilder().setServer(peer("shop", "a|b\n\0c")).build();
    assertThat(edges("", 0, FanOut.SERVICE).fanOutKey(odd)).isEqualTo("c1/shop/Deployment/a_b__c");
  }

  @Test
  void probesAreNamed() {
    SliWindow probe = SliWindow.newBuilder().setIndicator("probe").setProbe("p1").build();
    IndicatorSelector any =
        new IndicatorSelector(
            "probe", Optional.empty(), Optional.empty(), 0, "", "*", FanOut.SERVICE);

    assertThat(any.matches(probe)).isTrue();
    assertThat(any.fanOutKey(probe)).isEqualTo("p1");
  }

  @Test
  void refusesPatternsThatNameNoPeer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerPattern.of("checkout"))
        .withMessageContaining("cluster/namespace/kind/name");
  }
}
