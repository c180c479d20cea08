package io.weir.conformance;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.NetworkInterface;
import io.weir.hubble.flow.Service;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@code flow.FlowFilter} means in Hubble, written down a second time: one line for each
 * field, for reading and not for speed. Shares no code with the server that it judges.
 *
 * <p>Expects filters that a server accepts; {@link #isRefused} says which combinations it does not.
 */
final class FilterMeaning {
  private static final int L7_EVENT = 129;

  /** Compiled once, since every flow asks. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  /** What one value of each field asks of a flow. */
  private static final Map<String, BiPredicate<Object, Flow>> FIELDS = new LinkedHashMap<>();

  static {
    text("uuid", (uuid, flow) -> flow.getUuid().equals(uuid));

    text("source_ip", (ip, flow) -> Addresses.matches(ip, flow.getIP().getSource()));
    text("source_ip_xlated", (ip, flow) -> Addresses.matches(ip, flow.getIP().getSourceXlated()));
    text("source_pod", (pod, flow) -> isPod(pod, flow.getSource()));
    text("source_fqdn", (host, flow) -> anyHost(host, flow.getSourceNamesList()));
    text("source_label", (text, flow) -> anyLabels(text, flow.getSource().getLabelsList()));
    text("source_service", (name, flow) -> isService(name, flow.getSourceService()));
    field("source_workload", Workload.class, (w, flow) -> hasWorkload(w, flow.getSource()));
    text("source_cluster_name", (name, flow) -> flow.getSource().getClusterName().equals(name));
    field("source_identity", Integer.class, (id, flow) -> flow.getSource().getIdentity() == id);

    text("destination_ip", (ip, flow) -> Addresses.matches(ip, flow.getIP().getDestination()));
    text("destination_pod", (pod, flow) -> isPod(pod, flow.getDestination()));
    text("destination_fqdn", (host, flow) -> anyHost(host, flow.getDestinationNamesList()));
    text(
        "destination_label",
        (text, flow) -> anyLabels(text, flow.getDestination().getLabelsList()));
    text("destination_service", (name, flow) -> isService(name, flow.getDestinationService()));
    field(
        "destination_workload", Workload.class, (w, flow) -> hasWorkload(w, flow.getDestination()));
    text(
        "destination_cluster_name",
        (name, flow) -> flow.getDestination().getClusterName().equals(name));
    field(
        "destination_identity",
        Integer.class,
        (id, flow) -> flow.getDestination().getIdentity() == id);

    number("traffic_direction", (number, flow) -> flow.getTrafficDirectionValue() == number);
    number("verdict", (number, flow) -> flow.getVerdictValue() == number);
    number(
        "drop_reason_desc",
        (number, flow) ->
            flow.getVerdict() == Verdict.DROPPED && flow.getDropReasonDescValue() == number);
    field("interface", NetworkInterface.class, FilterMeaning::isInterface);
    field("event_type", EventTypeFilter.class, FilterMeaning::isEventType);

    text("protocol", FilterMeaning::isProtocol);
    text("source_port", (port, flow) -> sourcePort(flow.getL4()).equals(port(port)));
    text("destination_port", (port, flow) -> destinationPort(flow.getL4()).equals(port(port)));
    field("tcp_flags", TCPFlags.class, FilterMeaning::hasFlags);
    number("ip_version", (number, flow) -> flow.getIP().getIpVersionValue() == number);
    field("encrypted", Boolean.class, (wanted, flow) -> flow.getIP().getEncrypted() == wanted);
    field("reply", Boolean.class, FilterMeaning::isReply);

    text(
        "dns_query",
        (regex, flow) -> flow.getL7().hasDns() && found(regex, flow.getL7().getDns().getQuery()));
    text("http_status_code", (code, flow) -> isHttp(flow) && isStatus(code, http(flow).getCode()));
    text(
        "http_method",
        (method, flow) -> isHttp(flow) && http(flow).getMethod().equalsIgnoreCase(method));
    text("http_path", (regex, flow) -> isHttp(flow) && found(regex, path(http(flow).getUrl())));
    text("http_url", (regex, flow) -> isHttp(flow) && found(regex, http(flow).getUrl()));
    field(
        "http_header",
        HTTPHeader.class,
        (header, flow) -> http(flow).getHeadersList().contains(header));

    text("node_name", (pattern, flow) -> isNode(pattern, flow.getNodeName()));
    text("node_labels", (text, flow) -> anyLabels(text, flow.getNodeLabelsList()));
    text("trace_id", (id, flow) -> flow.getTraceContext().getParent().getTraceId().equals(id));
    field("ip_trace_id", Long.class, (id, flow) -> flow.getIpTraceId().getTraceId() == id);
  }

  private FilterMeaning() {}

  /** The fields that have a meaning here. */
  static Set<String> fields() {
    return FIELDS.keySet();
  }

  /** Kept if any of the whitelist fits, or it is empty, and none of the blacklist does. */
  static boolean passes(List<FlowFilter> whitelist, List<FlowFilter> blacklist, Flow flow) {
    return (whitelist.isEmpty() || whitelist.stream().anyMatch(filter -> matches(filter, flow)))
        && blacklist.stream().noneMatch(filter -> matches(filter, flow));
  }

  /** Every field that is set fits; of a field's values one is enough. */
  static boolean matches(FlowFilter filter, Flow flow) {
    return filter.getAllFields().entrySet().stream()
        .allMatch(
            entry ->
                ((List<?>) entry.getValue())
                    .stream().anyMatch(value -> matches(entry.getKey(), value, flow)));
  }

  private static boolean matches(FieldDescriptor field, Object value, Flow flow) {
    BiPredicate<Object, Flow> meaning = FIELDS.get(field.getName());
    if (meaning == null) {
      throw new AssertionError("FilterMeaning says nothing about " + field.getFullName());
    }
    return meaning.test(value, flow);
  }

  /** HTTP can only be asked of layer 7 events: an event type that excludes them is a mistake. */
  static boolean isRefused(FlowFilter filter) {
    boolean http =
        filter.getAllFields().keySet().stream()
            .anyMatch(field -> field.getName().startsWith("http_"));
    return http
        && filter.getEventTypeCount() > 0
        && filter.getEventTypeList().stream().noneMatch(type -> type.getType() == L7_EVENT);
  }

  /** {@code namespace/prefix}; without a slash in namespace default, an empty part is any. */
  private static boolean isNamed(String wanted, String namespace, String name) {
    if (namespace.isEmpty() && name.isEmpty()) {
      return false;
    }
    String[] parts = wanted.split("/", -1);
    String wantedNamespace = parts.length == 1 ? "default" : parts[0];
    String prefix = parts.length == 1 ? parts[0] : parts[1];
    return (wantedNamespace.isEmpty() || namespace.equals(wantedNamespace))
        && name.startsWith(prefix);
  }

  private static boolean isPod(String wanted, Endpoint endpoint) {
    return isNamed(wanted, endpoint.getNamespace(), endpoint.getPodName());
  }

  private static boolean isService(String wanted, Service service) {
    return isNamed(wanted, service.getNamespace(), service.getName());
  }

  private static boolean anyHost(String wanted, List<String> names) {
    String host = wanted.strip().replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
    Pattern pattern = wildcard(host, "[-.0-9A-Za-z]*");
    return names.stream().anyMatch(name -> pattern.matcher(name).matches());
  }

  private static Pattern wildcard(String text, String run) {
    String regex =
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(run));
    return PATTERNS.computeIfAbsent(regex, Pattern::compile);
  }

  private static boolean anyLabels(String selector, List<String> labels) {
    return LabelMeaning.matches(selector, labels);
  }

  private static boolean hasWorkload(Workload wanted, Endpoint endpoint) {
    return endpoint.getWorkloadsList().stream()
        .anyMatch(
            workload ->
                isEmptyOr(wanted.getName(), workload.getName())
                    && isEmptyOr(wanted.getKind(), workload.getKind()));
  }

  private static boolean isEmptyOr(String wanted, String is) {
    return wanted.isEmpty() || wanted.equals(is);
  }

  private static boolean isInterface(NetworkInterface wanted, Flow flow) {
    NetworkInterface is = flow.getInterface();
    return (wanted.getIndex() == 0 || wanted.getIndex() == is.getIndex())
        && isEmptyOr(wanted.getName(), is.getName());
  }

  private static boolean isEventType(EventTypeFilter wanted, Flow flow) {
    return (wanted.getType() == 0 || wanted.getType() == flow.getEventType().getType())
        && (!wanted.getMatchSubType() || wanted.getSubType() == flow.getEventType().getSubType());
  }

  private static boolean isProtocol(String wanted, Flow flow) {
    Layer4 l4 = flow.getL4();
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "icmp" -> l4.hasICMPv4() || l4.hasICMPv6();
      case "icmpv4" -> l4.hasICMPv4();
      case "icmpv6" -> l4.hasICMPv6();
      case "tcp" -> l4.hasTCP();
      case "udp" -> l4.hasUDP();
      case "sctp" -> l4.hasSCTP();
      case "vrrp" -> l4.hasVRRP();
      case "igmp" -> l4.hasIGMP();
      case "dns" -> flow.getL7().hasDns();
      case "http" -> flow.getL7().hasHttp();
      case "kafka" -> flow.getL7().hasKafka();
      default -> throw new AssertionError("no protocol: " + wanted);
    };
  }

  private static OptionalInt port(String text) {
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static OptionalInt sourcePort(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> OptionalInt.of(l4.getTCP().getSourcePort());
      case UDP -> OptionalInt.of(l4.getUDP().getSourcePort());
      case SCTP -> OptionalInt.of(l4.getSCTP().getSourcePort());
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt destinationPort(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> OptionalInt.of(l4.getTCP().getDestinationPort());
      case UDP -> OptionalInt.of(l4.getUDP().getDestinationPort());
      case SCTP -> OptionalInt.of(l4.getSCTP().getDestinationPort());
      default -> OptionalInt.empty();
    };
  }

  /** All that are wanted are set; more may be. */
  private static boolean hasFlags(TCPFlags wanted, Flow flow) {
    return flow.getL4().hasTCP()
        && wanted.getAllFields().keySet().stream()
            .allMatch(flag -> (Boolean) flow.getL4().getTCP().getFlags().getField(flag));
  }

  /** Unknown is neither; but what was dropped was no reply. */
  private static boolean isReply(boolean wanted, Flow flow) {
    if (flow.hasIsReply()) {
      return flow.getIsReply().getValue() == wanted;
    }
    return !wanted && flow.getVerdict() == Verdict.DROPPED;
  }

  private static boolean isHttp(Flow flow) {
    return flow.getL7().hasHttp();
  }

  private static HTTP http(Flow flow) {
    return flow.getL7().getHttp();
  }

  /** {@code 404}, or the digits that it begins with and a plus. */
  private static boolean isStatus(String wanted, int code) {
    return wanted.endsWith("+")
        ? Integer.toString(code).startsWith(wanted.substring(0, wanted.length() - 1))
        : Integer.toString(code).equals(wanted);
  }

  private static boolean found(String regex, String text) {
    return PATTERNS.computeIfAbsent(regex, Pattern::compile).matcher(text).find();
  }

  private static String path(String url) {
    try {
      String path = new URI(url).getPath();
      return path == null ? "" : path;
    } catch (URISyntaxException e) {
      throw new AssertionError("Data with a URL whose path is a matter of opinion: " + url, e);
    }
  }

  /** {@code [cluster/]node}; a node that names no cluster is of cluster default. */
  private static boolean isNode(String wanted, String node) {
    String[] parts = wanted.toLowerCase(Locale.ROOT).split("/", -1);
    String cluster = parts.length == 1 || parts[0].isEmpty() ? "*" : parts[0];
    String name = parts[parts.length - 1].isEmpty() ? "*" : parts[parts.length - 1];
    String qualified = node.contains("/") ? node : "default/" + node;
    return wildcard(cluster, "[^/]*").matcher(qualified.split("/", -1)[0]).matches()
        && wildcard(name, "[^/]*").matcher(qualified.split("/", -1)[1]).matches();
  }

  private static void text(String name, BiPredicate<String, Flow> meaning) {
    field(name, String.class, meaning);
  }

  /** Enumerations by number, since a server may know fewer names than its clients. */
  private static void number(String name, BiPredicate<Integer, Flow> meaning) {
    field(name, EnumValueDescriptor.class, (value, flow) -> meaning.test(value.getNumber(), flow));
  }

  private static <V> void field(String name, Class<V> type, BiPredicate<V, Flow> meaning) {
    FIELDS.put(name, (value, flow) -> meaning.test(type.cast(value), flow));
  }
}
