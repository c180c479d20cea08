package io.weir.conformance;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.NetworkInterface;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A filter flag of {@code observe} and the fields that Hubble's command line makes of it. A new
 * flag needs a line in {@link #ALL}.
 *
 * @param names as typed, with dashes; the long one first
 * @param base the long name without dashes and side; flags of one base cannot be mixed
 * @param values to try; a switch has one, the empty one
 * @param left the field that it sets in the filter of the left side
 * @param right the same for the right side; another one where the flag speaks of either side
 * @param meaning what it sets the field to
 */
record CliFlag(
    List<String> names,
    String base,
    List<String> values,
    String left,
    String right,
    Function<String, Object> meaning) {
  static final List<CliFlag> ALL = new ArrayList<>();

  /** Names that stand for reserved identities. */
  private static final Map<String, Integer> RESERVED =
      Map.of("host", 1, "world", 2, "health", 4, "kube-apiserver", 7, "ingress", 8);

  /** Monitor message types by the name that people use, and the trace points among them. */
  private static final Map<String, Integer> TYPES =
      Map.of("drop", 1, "capture", 3, "trace", 4, "policy-verdict", 5, "trace-sock", 7, "l7", 129);

  private static final Map<String, Integer> TRACE_POINTS =
      Map.of("to-endpoint", 0, "to-proxy", 1, "to-stack", 3, "from-endpoint", 5, "to-network", 11);

  static {
    sides("pod", "pod", List.of("shop/cart", "/db-0", "web-7d9c", "shop/"), value -> value);
    sides("namespace", "pod", List.of("shop", "default", "shop-e"), value -> value + "/", "-n");
    sides("all-namespaces", "pod", List.of(""), value -> "/", "-A");
    sides("service", "service", List.of("shop/cart", "web", "/cart-canary"), value -> value);
    sides("ip", "ip", List.of("10.1.0.1", "10.1.0.0/24", "2001:db8::1"), value -> value);
    sides("fqdn", "fqdn", List.of("api.example.com", "*.example.com", "x.org"), value -> value);
    sides(
        "label",
        "label",
        List.of("k8s:app=cart", "app in (cart,web)", "!reserved:world"),
        value -> value,
        "-l");
    sides(
        "identity",
        "identity",
        List.of("40211", "4294967295", "host", "kube-apiserver"),
        value -> RESERVED.getOrDefault(value, (int) Long.parseLong(digits(value))));
    sides(
        "workload",
        "workload",
        List.of("Deployment/cart", "StatefulSet/", "web", "Nothing/here"),
        CliFlag::workload);
    sides("port", "port", List.of("443", "8080", "65535", "1"), value -> value);
    sides("cluster", "cluster_name", List.of("prod", "prod-eu", "pro*"), value -> value);

    one("snat-ip", "source_ip_xlated", List.of("10.1.0.1", "10.2.0.0/16"), value -> value);
    one("protocol", "protocol", List.of("tcp", "ICMP", "dns", "http", "kafka"), value -> value);
    one("tcp-flags", "tcp_flags", List.of("SYN", "syn,ACK", "FIN,NS"), CliFlag::flags);
    one(
        "ip-version",
        "ip_version",
        List.of("none", "v4", "v6"),
        value -> number(IPVersion.getDescriptor(), List.of("none", "v4", "v6").indexOf(value)));
    one("ipv4", "ip_version", List.of(""), value -> number(IPVersion.getDescriptor(), 1), "-4");
    one("ipv6", "ip_version", List.of(""), value -> number(IPVersion.getDescriptor(), 2), "-6");
    one(
        "traffic-direction",
        "traffic_direction",
        List.of("ingress", "egress"),
        value -> named(TrafficDirection.getDescriptor(), value));
    one(
        "verdict",
        "verdict",
        List.of("FORWARDED", "DROPPED", "AUDIT", "REDIRECTED", "ERROR", "TRACED", "TRANSLATED"),
        value -> named(Verdict.getDescriptor(), value));
    one(
        "drop-reason-desc",
        "drop_reason_desc",
        List.of("POLICY_DENIED", "STALE_OR_UNROUTABLE_IP", "NO_SID"),
        value -> named(DropReason.getDescriptor(), value));
    one(
        "type",
        "event_type",
        List.of(
            "drop",
            "capture",
            "l7",
            "policy-verdict",
            "trace",
            "trace:to-endpoint",
            "trace:to-network",
            "trace-sock",
            "129",
            "4:3"),
        CliFlag::eventType,
        "-t");
    one("reply", "reply", List.of("true", "false"), Boolean::parseBoolean);
    one("dns-query", "dns_query", List.of("cart", "^db\\.", "\\.$"), value -> value);
    one("http-method", "http_method", List.of("GET", "post", "BREW"), value -> value);
    one("http-path", "http_path", List.of("^/items", "a b"), value -> value);
    one("http-url", "http_url", List.of("\\?id=1$", "%20"), value -> value);
    one("http-status", "http_status_code", List.of("404", "4+", "50+"), value -> value);
    one("http-header", "http_header", List.of("Host:cart", "Host:cart:8080"), CliFlag::header);
    one("node-name", "node_name", List.of("prod/n1", "n*", "prod-eu/"), value -> value);
    one(
        "node-label",
        "node_labels",
        List.of("kubernetes.io/os=linux", "!node-role.kubernetes.io/control-plane"),
        value -> value);
    one(
        "interface",
        "interface",
        List.of("eth0", "lxc_health", "eth"),
        value -> NetworkInterface.newBuilder().setName(value).build());
    one(
        "interface-index",
        "interface",
        List.of("2", "4294967295"),
        value -> NetworkInterface.newBuilder().setIndex(Integer.parseUnsignedInt(value)).build());
    one("trace-id", "trace_id", List.of("4bf92f3577b34da6", "4bf92f"), value -> value);
    one(
        "ip-trace-id",
        "ip_trace_id",
        List.of("1", "18446744073709551615", "7"),
        Long::parseUnsignedLong);
    one("uuid", "uuid", List.of("made-11", "made-"), value -> value);
    one("encrypted", "encrypted", List.of(""), value -> true);
    one("unencrypted", "encrypted", List.of(""), value -> false);
  }

  /** The two filters of a question, of which one is enough if they are equal. */
  static List<FlowFilter> filters(List<CliFlag> flags, List<String> values) {
    FlowFilter.Builder left = FlowFilter.newBuilder();
    FlowFilter.Builder right = FlowFilter.newBuilder();
    for (int i = 0; i < flags.size(); i++) {
      Object value = flags.get(i).meaning.apply(values.get(i));
      left.addRepeatedField(field(flags.get(i).left), value);
      right.addRepeatedField(field(flags.get(i).right), value);
    }
    return left.build().equals(right.build())
        ? List.of(left.build())
        : List.of(left.build(), right.build());
  }

  /** The filters that this flag alone makes. */
  List<FlowFilter> filters(String value) {
    return filters(List.of(this), List.of(value));
  }

  /** What is typed. */
  List<String> given(String name, String value) {
    return value.isEmpty() ? List.of(name) : List.of(name, value);
  }

  private static FieldDescriptor field(String name) {
    return FlowFilter.getDescriptor().findFieldByName(name);
  }

  private static void sides(
      String name,
      String field,
      List<String> values,
      Function<String, Object> meaning,
      String... letters) {
    String source = "source_" + field;
    String destination = "destination_" + field;
    ALL.add(new CliFlag(names(name, letters), name, values, source, destination, meaning));
    ALL.add(new CliFlag(names("from-" + name), name, values, source, source, meaning));
    ALL.add(new CliFlag(names("to-" + name), name, values, destination, destination, meaning));
  }

  private static void one(
      String name,
      String field,
      List<String> values,
      Function<String, Object> meaning,
      String... letters) {
    ALL.add(new CliFlag(names(name, letters), field, values, field, field, meaning));
  }

  private static List<String> names(String name, String... letters) {
    List<String> names = new ArrayList<>(List.of("--" + name));
    names.addAll(List.of(letters));
    return names;
  }

  private static String digits(String value) {
    return value.matches("[0-9]+") ? value : "0";
  }

  private static Workload workload(String value) {
    int slash = value.indexOf('/');
    return Workload.newBuilder()
        .setKind(slash < 0 ? "" : value.substring(0, slash))
        .setName(value.substring(slash + 1))
        .build();
  }

  private static TCPFlags flags(String value) {
    TCPFlags.Builder flags = TCPFlags.newBuilder();
    for (String flag : value.toUpperCase(Locale.ROOT).split(",", -1)) {
      flags.setField(TCPFlags.getDescriptor().findFieldByName(flag), true);
    }
    return flags.build();
  }

  private static EventTypeFilter eventType(String value) {
    String[] parts = value.split(":", -1);
    EventTypeFilter.Builder type =
        EventTypeFilter.newBuilder()
            .setType(TYPES.getOrDefault(parts[0], Integer.parseInt(digits(parts[0]))));
    if (parts.length == 2) {
      type.setMatchSubType(true)
          .setSubType(TRACE_POINTS.getOrDefault(parts[1], Integer.parseInt(digits(parts[1]))));
    }
    return type.build();
  }

  private static HTTPHeader header(String value) {
    int colon = value.indexOf(':');
    return HTTPHeader.newBuilder()
        .setKey(value.substring(0, colon))
        .setValue(value.substring(colon + 1))
        .build();
  }

  private static Object number(EnumDescriptor type, int number) {
    return type.findValueByNumber(number);
  }

  private static Object named(EnumDescriptor type, String name) {
    return type.findValueByName(name.toUpperCase(Locale.ROOT));
  }
}
