package io.weir.conformance;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The vocabulary of made flows: few values for each field that filters look at, with neighbours
 * that a careless match takes for each other.
 */
final class Words {
  private static final List<String> ADDRESSES =
      List.of(
          "10.1.0.1",
          "10.1.0.10",
          "10.1.1.1",
          "10.2.0.1",
          "110.1.0.1",
          "192.0.2.7",
          "2001:db8::1",
          "2001:DB8::1",
          "2001:db8:0:0:0:0:0:1",
          "2001:db9::1");

  private static final List<String> HOSTS =
      List.of(
          "www.example.com",
          "api.example.com",
          "api.example.org",
          "WWW.example.com",
          "deep.api.example.com",
          "under_score.example.com",
          "example.com",
          "cart.shop.svc.cluster.local");

  private static final List<Integer> PORTS = List.of(0, 53, 80, 443, 4433, 8080, 40112, 65535);

  private static final Map<String, List<?>> VALUES =
      Map.ofEntries(
          Map.entry("flow.IP.source", ADDRESSES),
          Map.entry("flow.IP.source_xlated", ADDRESSES),
          Map.entry("flow.IP.destination", ADDRESSES),
          Map.entry("flow.Endpoint.namespace", List.of("shop", "shop-eu", "default", "")),
          Map.entry(
              "flow.Endpoint.pod_name", List.of("cart-0", "cart-10", "web-7d9c-abcde", "db-0", "")),
          Map.entry("flow.Endpoint.cluster_name", List.of("prod", "prod-eu", "default", "")),
          Map.entry(
              "flow.Endpoint.identity",
              List.of(0, 1, 2, 4, 7, 40211, 4021, 16_777_217, 0xffff_ffff)),
          Map.entry("flow.Workload.name", List.of("cart", "web", "db", "")),
          Map.entry("flow.Workload.kind", List.of("Deployment", "StatefulSet", "DaemonSet", "")),
          Map.entry("flow.Service.name", List.of("cart", "cart-canary", "web", "")),
          Map.entry("flow.Service.namespace", List.of("shop", "shop-eu", "default", "")),
          Map.entry("flow.TCP.source_port", PORTS),
          Map.entry("flow.TCP.destination_port", PORTS),
          Map.entry("flow.UDP.source_port", PORTS),
          Map.entry("flow.UDP.destination_port", PORTS),
          Map.entry("flow.SCTP.source_port", PORTS),
          Map.entry("flow.SCTP.destination_port", PORTS),
          Map.entry(
              "flow.Flow.node_name",
              List.of("prod/n1", "prod/n2", "prod/n10", "prod-eu/n1", "n1", "default/n3")),
          Map.entry("flow.Flow.source_names", HOSTS),
          Map.entry("flow.Flow.destination_names", HOSTS),
          Map.entry(
              "flow.DNS.query",
              List.of("www.example.com.", "api.example.com.", "example.org.", "x.local.", "")),
          Map.entry("flow.HTTP.code", List.of(0, 42, 100, 200, 204, 404, 410, 500, 503)),
          Map.entry("flow.HTTP.method", List.of("GET", "get", "POST", "PURGE", "")),
          Map.entry(
              "flow.HTTP.url",
              List.of(
                  "http://cart:8080/items?id=1",
                  "http://cart:8080/items/10#top",
                  "https://api.example.com/v1/a%20b",
                  "http://cart:8080",
                  "/items",
                  "/v1/users?next=/items",
                  "")),
          Map.entry("flow.HTTPHeader.key", List.of("Host", "host", "X-Request-Id")),
          Map.entry("flow.HTTPHeader.value", List.of("cart", "cart:8080", "1", "")),
          Map.entry("flow.TraceParent.trace_id", List.of("4bf92f3577b34da6", "4bf92f3577b34da7")),
          Map.entry("flow.IPTraceID.trace_id", List.of(0L, 1L, 10L, -1L)),
          Map.entry("flow.NetworkInterface.index", List.of(0, 1, 2, 10)),
          Map.entry("flow.NetworkInterface.name", List.of("eth0", "eth1", "lxc_health", "")),
          Map.entry("flow.CiliumEventType.type", List.of(0, 1, 2, 3, 4, 5, 7, 129, 130)),
          Map.entry("flow.CiliumEventType.sub_type", List.of(0, 1, 3, 4, 5, 11, 133)),
          Map.entry(
              "flow.Flow.verdict",
              List.of(
                  Verdict.FORWARDED,
                  Verdict.DROPPED,
                  Verdict.DROPPED,
                  Verdict.ERROR,
                  Verdict.AUDIT,
                  Verdict.REDIRECTED,
                  Verdict.TRACED,
                  Verdict.TRANSLATED,
                  Verdict.VERDICT_UNKNOWN)),
          Map.entry(
              "flow.Flow.drop_reason_desc",
              List.of(
                  DropReason.POLICY_DENIED,
                  DropReason.POLICY_DENY,
                  DropReason.STALE_OR_UNROUTABLE_IP,
                  DropReason.DROP_REASON_UNKNOWN)));

  /** Labels: at most one of each row, since a key stands for one value. */
  private static final Map<String, List<List<String>>> ROWS =
      Map.of(
          "flow.Endpoint.labels",
          List.of(
              List.of("k8s:app=cart", "k8s:app=cart-canary", "k8s:app=web", "k8s:app="),
              List.of("k8s:tier=front", "container:tier=front", "container:tier=back"),
              List.of("k8s:app.kubernetes.io/name=cart", "k8s:app.kubernetes.io/name=web"),
              List.of("k8s:io.kubernetes.pod.namespace=shop"),
              List.of("reserved:host", "reserved:world", "reserved:kube-apiserver"),
              List.of("cidr:10.1.0.0/16", "cidr:10.1.2.0/24", "cidr:11.0.0.0/8"),
              List.of("cidr:2001-db8--0/32", "cidr:2001-db8-1--0/48")),
          "flow.Flow.node_labels",
          List.of(
              List.of("kubernetes.io/os=linux", "kubernetes.io/os=windows"),
              List.of("topology.kubernetes.io/zone=a", "topology.kubernetes.io/zone=b"),
              List.of("node-role.kubernetes.io/control-plane=")));

  private final Random random;

  Words(Random random) {
    this.random = random;
  }

  boolean has(FieldDescriptor field) {
    return VALUES.containsKey(field.getFullName());
  }

  Object of(FieldDescriptor field) {
    Object value = pick(VALUES.get(field.getFullName()));
    if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
      EnumDescriptor type = field.getEnumType();
      return type.findValueByNumber(((com.google.protobuf.ProtocolMessageEnum) value).getNumber());
    }
    return value;
  }

  boolean isList(FieldDescriptor field) {
    return ROWS.containsKey(field.getFullName());
  }

  List<String> list(FieldDescriptor field) {
    List<String> values = new ArrayList<>();
    for (List<String> row : ROWS.get(field.getFullName())) {
      if (random.nextInt(2) == 0) {
        values.add(row.get(random.nextInt(row.size())));
      }
    }
    return values;
  }

  private Object pick(List<?> values) {
    return values.get(random.nextInt(values.size()));
  }
}
