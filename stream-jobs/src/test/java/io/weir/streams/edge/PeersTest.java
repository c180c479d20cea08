package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Workload;
import io.weir.series.v1.Peer;
import io.weir.topic.TopicKeys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
  private static String peer(Endpoint.Builder endpoint, String ip, String... names) {
    return TopicKeys.peer(Peers.of(endpoint.build(), List.of(names), ip));
  }

  private static Endpoint.Builder endpoint(String... labels) {
    return Endpoint.newBuilder().addAllLabels(List.of(labels));
  }

  @ParameterizedTest
  @CsvSource({
    "ratings-v1-b6994bb9-4dt5c, Deployment/ratings-v1",
    "productpage-v1-6b746f74dc-ffh56, Deployment/productpage-v1",
    "node-local-dns-88zrp, DaemonSet/node-local-dns",
    "postgres-0, StatefulSet/postgres",
    "kafka-broker-12, StatefulSet/kafka-broker",
    "report-28434560-x7k2p, CronJob/report",
    "api-server, Pod/api-server",
    "xwing, Pod/xwing"
  })
  void workloadIsReadFromThePodName(String pod, String workload) {
    assertThat(peer(endpoint().setNamespace("shop").setPodName(pod), ""))
        .isEqualTo("default/shop/" + workload);
  }

  @Test
  void workloadThatTheFlowNamesWinsOverThePodName() {
    assertThat(
            peer(
                endpoint()
                    .setNamespace("shop")
                    .setPodName("web-abc")
                    .addWorkloads(Workload.newBuilder().setKind("Rollout").setName("web")),
                ""))
        .isEqualTo("default/shop/Rollout/web");
  }

  @Test
  void appLabelsNameAWorkloadAndItsNamespace() {
    assertThat(
            peer(
                endpoint(
                    "k8s:app=second",
                    "k8s:app.kubernetes.io/name=first",
                    "k8s:io.kubernetes.pod.namespace=shop"),
                "10.0.0.1"))
        .isEqualTo("default/shop/Workload/first");
  }

  @Test
  void reservedPeersKeepTheirNames() {
    assertThat(peer(endpoint("reserved:host"), "10.0.0.1")).isEqualTo("default//Reserved/host");
    assertThat(peer(endpoint("reserved:remote-node", "reserved:kube-apiserver"), "10.0.0.1"))
        .isEqualTo("default//Reserved/kube-apiserver");
    assertThat(peer(endpoint().setIdentity(4), "10.0.0.1")).isEqualTo("default//Reserved/health");
  }

  @Test
  void worldIsNamedByWhatTheClientResolvedElseByItsBlock() {
    assertThat(peer(endpoint("reserved:world"), "203.0.113.9", "API.Example.com."))
        .isEqualTo("default//World/api.example.com");
    assertThat(peer(endpoint("reserved:world"), "203.0.113.9"))
        .isEqualTo("default//World/203.0.113.0/24");
    assertThat(peer(endpoint("reserved:world-ipv6"), "2001:db8:1:2:3::4"))
        .isEqualTo("default//World/2001:db8:1:2::/64");
    assertThat(peer(endpoint("reserved:world"), "")).isEqualTo("default//World/unknown");
  }

  /** GKE captures label pods of other nodes as world; the pod's name says more. */
  @Test
  void podBehindAWorldLabelIsItsWorkload() {
    assertThat(
            peer(
                endpoint("reserved:world")
                    .setNamespace("kube-system")
                    .setPodName("kube-dns-b4f5c58c7-7qmtw"),
                "10.156.3.6"))
        .isEqualTo("default/kube-system/Deployment/kube-dns");
  }

  @Test
  void nobodyKnownIsTheAddressItself() {
    assertThat(peer(endpoint(), "10.0.0.7")).isEqualTo("default//Unknown/10.0.0.7");
    assertThat(peer(endpoint(), "")).isEqualTo("default//Unknown/unknown");
  }

  @Test
  void clusterIsTheEndpointsElseItsLabels() {
    String label = "k8s:io.cilium.k8s.policy.cluster=west";
    assertThat(peer(endpoint(label).setPodName("a"), "")).startsWith("west/");
    assertThat(peer(endpoint(label).setPodName("a").setClusterName("east"), ""))
        .startsWith("east/");
  }

  @Test
  void betterKeepsTheFirstOfEquals() {
    Peer a = Peer.newBuilder().setKind("Deployment").setName("a").build();
    Peer b = Peer.newBuilder().setKind("Deployment").setName("b").build();
    Peer unknown = Peer.newBuilder().setKind(Peers.UNKNOWN).setName("10.0.0.7").build();
    assertThat(Peers.better(a, b)).isEqualTo(a);
    assertThat(Peers.better(unknown, b)).isEqualTo(b);
    assertThat(Peers.better(b, unknown)).isEqualTo(b);
  }
}
