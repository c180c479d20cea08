package io.weir.conformance;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.NetworkInterface;
import io.weir.hubble.flow.Service;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values to ask for in each field of {@code flow.FlowFilter}: some taken from the data, so that
 * there is something to find, and their neighbours, which must not be found. A new field of the
 * contract needs a line here, and a meaning in {@link FilterMeaning}.
 */
final class FieldValues {
  private static final Descriptor FILTER = FlowFilter.getDescriptor();
  private static final int SAMPLES = 4;

  private final List<Flow> flows;
  private final Random random;
  private final Map<String, List<Object>> values = new LinkedHashMap<>();

  FieldValues(List<Flow> flows, long seed) {
    this.flows = flows;
    this.random = new Random(seed);
    side("source", Flow::getSource, Flow::getSourceService, flow -> flow.getIP().getSource());
    side(
        "destination",
        Flow::getDestination,
        Flow::getDestinationService,
        flow -> flow.getIP().getDestination());
    put("source_ip_xlated", addresses(flow -> flow.getIP().getSourceXlated()));
    put("source_fqdn", hosts(Flow::getSourceNamesList));
    put("destination_fqdn", hosts(Flow::getDestinationNamesList));
    put("source_port", ports(FieldValues::sourcePort));
    put("destination_port", ports(FieldValues::destinationPort));
    events();
    layer7();
    transport();
    put(
        "node_name",
        Stream.concat(
            sample(Flow::getNodeName).stream(),
            Stream.of(
                "prod/n1",
                "prod/*",
                "*/n1",
                "n1",
                "n*",
                "PROD/N1",
                "default/",
                "prod-*/n*",
                "/n1",
                "p*d/n1*",
                "*",
                "*-*",
                "prod/n",
                "nowhere/n1")));
    put("node_labels", labels(Flow::getNodeLabelsList));
    put("uuid", Stream.concat(sample(Flow::getUuid).stream(), Stream.of("made-1", "made-", "x")));
  }

  /** Names of all fields of the contract's filter. */
  static List<String> contract() {
    return FILTER.getFields().stream().map(FieldDescriptor::getName).toList();
  }

  /** The fields that there are values for. */
  Set<String> fields() {
    return values.keySet();
  }

  /** All values of a field. */
  List<Object> of(String field) {
    return values.get(field);
  }

  /** A filter that asks for these values of one field. */
  static FlowFilter filter(String field, List<?> wanted) {
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    wanted.forEach(value -> filter.addRepeatedField(FILTER.findFieldByName(field), value));
    return filter.build();
  }

  private void side(
      String side,
      Function<Flow, Endpoint> endpoint,
      Function<Flow, Service> service,
      Function<Flow, String> address) {
    put(side + "_ip", addresses(address));
    put(
        side + "_pod",
        named(endpoint.andThen(Endpoint::getNamespace), endpoint.andThen(Endpoint::getPodName)));
    put(
        side + "_service",
        named(service.andThen(Service::getNamespace), service.andThen(Service::getName)));
    put(side + "_label", labels(endpoint.andThen(Endpoint::getLabelsList)));
    put(
        side + "_identity",
        Stream.concat(
            sample(endpoint.andThen(Endpoint::getIdentity)).stream(), Stream.of(0, 1, 4021, -1)));
    put(
        side + "_cluster_name",
        Stream.concat(
            sample(endpoint.andThen(Endpoint::getClusterName)).stream(),
            Stream.of("prod", "prod-", "pro*", "PROD")));
    put(side + "_workload", workloads(endpoint));
  }

  private Stream<String> addresses(Function<Flow, String> address) {
    return Stream.concat(
        sample(address).stream()
            .flatMap(text -> Stream.of(text, text + (text.contains(":") ? "/48" : "/24"))),
        Stream.of(
            "10.1.0.1",
            "10.1.0.77/16",
            "10.1.0.0/31",
            "10.1.0.1/32",
            "0.0.0.0/0",
            "::/0",
            "2001:db8::1",
            "2001:db8::/32",
            "2001:db8::1/128",
            "203.0.113.99"));
  }

  private Stream<String> named(Function<Flow, String> namespace, Function<Flow, String> name) {
    return Stream.concat(
            sample(flow -> namespace.apply(flow) + "/" + name.apply(flow)).stream()
                .flatMap(text -> Stream.of(text, text.substring(0, text.length() - 1))),
            Stream.of(
                "shop/",
                "/cart",
                "cart",
                "web-7d9c",
                "/",
                "shop/cart-1",
                "shop/cart-0x",
                "shop/cart/more",
                "nowhere/",
                "shop-"))
        .filter(text -> !text.isEmpty());
  }

  private Stream<String> labels(Function<Flow, List<String>> labels) {
    Stream<String> fromData =
        sampleOfLists(labels).stream()
            .filter(label -> label.indexOf('=') > 0)
            .limit(2)
            .flatMap(FieldValues::selectors);
    return Stream.concat(
        fromData,
        Stream.of(
            "reserved:host",
            "!reserved:world",
            "host",
            "app",
            "!app",
            "app=cart",
            "k8s:app == cart",
            "k8s:app=",
            "container:app=cart",
            "app!=cart",
            "app in (cart, web)",
            "app notin (cart,web),tier",
            "k8s:app=cart,k8s:tier=front",
            "tier in (back),!reserved:host",
            "app.kubernetes.io/name=web",
            "cidr:10.0.0.0/8",
            "cidr:10.1.0.0/16",
            "cidr:10.1.2.0/24",
            "cidr:2001-db8--0/32",
            "kubernetes.io/os=linux",
            "nothing=here"));
  }

  /** What can be asked about a label that is there. */
  private static Stream<String> selectors(String label) {
    String key = label.substring(0, label.indexOf('='));
    String value = label.substring(label.indexOf('=') + 1);
    String bare = key.substring(key.indexOf(':') + 1);
    return Stream.of(
        key + "=" + value,
        bare + "!=" + value,
        bare,
        "!" + key,
        key + " in (" + value + ",other)",
        bare + " notin (" + value + ")",
        "other:" + bare);
  }

  private Stream<Workload> workloads(Function<Flow, Endpoint> endpoint) {
    Stream<Workload> known =
        sampleOfLists(endpoint.andThen(Endpoint::getWorkloadsList)).stream()
            .flatMap(
                workload ->
                    Stream.of(
                        workload,
                        Workload.newBuilder().setName(workload.getName()).build(),
                        Workload.newBuilder().setKind(workload.getKind()).build()));
    return Stream.concat(
        known,
        Stream.of(
            Workload.newBuilder().setName("cart").setKind("Deployment").build(),
            Workload.newBuilder().setName("car").build(),
            Workload.newBuilder().setKind("deployment").build()));
  }

  private Stream<String> hosts(Function<Flow, List<String>> names) {
    return Stream.concat(
        sampleOfLists(names).stream().filter(name -> name.matches("[-.0-9A-Za-z]+")),
        Stream.of(
            "*.example.com",
            "*",
            "EXAMPLE.com.",
            " api.example.com ",
            "*example*",
            "www.example.co",
            "api.example.com.",
            "*.svc.cluster.local*",
            "apiXexample.com"));
  }

  private Stream<String> ports(Function<Layer4, Integer> port) {
    return Stream.concat(
        sample(flow -> port.apply(flow.getL4())).stream().map(String::valueOf),
        Stream.of("0", "53", "443", "4433", "65535", "1"));
  }

  private static int sourcePort(Layer4 l4) {
    return Math.max(l4.getTCP().getSourcePort(), l4.getUDP().getSourcePort());
  }

  private static int destinationPort(Layer4 l4) {
    return Math.max(l4.getTCP().getDestinationPort(), l4.getUDP().getDestinationPort());
  }

  private void events() {
    put("traffic_direction", numbers(TrafficDirection.getDescriptor(), 0, 1, 2, 98, 99));
    put("verdict", numbers(Verdict.getDescriptor(), IntStream.range(0, 8).toArray()));
    put(
        "drop_reason_desc",
        Stream.concat(
            sample(Flow::getDropReasonDescValue).stream()
                .map(DropReason.getDescriptor()::findValueByNumberCreatingIfUnknown),
            numbers(DropReason.getDescriptor(), 0, 133, 151, 181, 99)));
    put("ip_version", numbers(IPVersion.getDescriptor(), 0, 1, 2, 99));
    put("reply", Stream.of(true, false));
    put("encrypted", Stream.of(true, false));
    Stream<EventTypeFilter> types =
        sample(Flow::getEventType).stream()
            .flatMap(
                type ->
                    Stream.of(
                        eventType(type.getType(), false, 0),
                        eventType(type.getType(), true, type.getSubType())));
    put(
        "event_type",
        Stream.concat(
            types,
            Stream.of(
                eventType(0, false, 0),
                eventType(0, true, 3),
                eventType(4, false, 3),
                eventType(4, true, 0),
                eventType(1, true, 133),
                eventType(129, false, 0),
                eventType(77, false, 0))));
    Stream<NetworkInterface> interfaces =
        sample(Flow::getInterface).stream()
            .flatMap(
                is ->
                    Stream.of(
                        is,
                        is.toBuilder().clearName().build(),
                        is.toBuilder().clearIndex().build(),
                        is.toBuilder().setName("eth9").build()));
    put("interface", interfaces.filter(is -> !is.equals(NetworkInterface.getDefaultInstance())));
    put(
        "trace_id",
        Stream.of("4bf92f3577b34da6", "4bf92f3577b34da7", "4bf92f3577b34da", "4BF92F3577B34DA6"));
    put("ip_trace_id", Stream.of(1L, 10L, -1L, 2L));
  }

  private static Stream<Object> numbers(EnumDescriptor type, int... numbers) {
    return IntStream.of(numbers).mapToObj(type::findValueByNumberCreatingIfUnknown);
  }

  private static EventTypeFilter eventType(int type, boolean matchSubType, int subType) {
    return EventTypeFilter.newBuilder()
        .setType(type)
        .setMatchSubType(matchSubType)
        .setSubType(subType)
        .build();
  }

  private void layer7() {
    put("dns_query", Stream.of("example", "^www\\.", "\\.$", "(?i)^WWW", "^$", "a.i", "nothing"));
    put(
        "http_status_code",
        Stream.of("200", "404", "503", "555", "100", "1+", "2+", "4+", "5+", "20+", "50+", "42+"));
    put("http_method", Stream.of("GET", "get", "Post", "PURGE", "GE", "BREW"));
    put(
        "http_path",
        Stream.of(
            "^/items", "/items$", "^/$", "^$", "a b", "id=1", "top", ".", "^/v[0-9]+/", "8080"));
    put(
        "http_url",
        Stream.of(".", "^http://cart:8080/", "\\?id=", "%20", "#top$", "^$", "a b", "(?i)CART"));
    Stream<HTTPHeader> headers =
        sampleOfLists((Flow flow) -> flow.getL7().getHttp().getHeadersList()).stream()
            .flatMap(
                header ->
                    Stream.of(
                        header,
                        header.toBuilder()
                            .setKey(header.getKey().toUpperCase(java.util.Locale.ROOT))
                            .build(),
                        header.toBuilder().setValue(header.getValue() + "x").build()));
    put(
        "http_header",
        Stream.concat(
            headers,
            Stream.of(header("Host", "cart"), header("host", "cart"), header("X-Request-Id", ""))));
  }

  private static HTTPHeader header(String key, String value) {
    return HTTPHeader.newBuilder().setKey(key).setValue(value).build();
  }

  private void transport() {
    put(
        "protocol",
        Stream.of(
            "tcp", "TCP", "udp", "sctp", "icmp", "icmpv4", "ICMPv6", "vrrp", "igmp", "dns", "http",
            "Kafka"));
    Stream<TCPFlags> single =
        TCPFlags.getDescriptor().getFields().stream()
            .map(flag -> TCPFlags.newBuilder().setField(flag, true).build());
    put(
        "tcp_flags",
        Stream.concat(
            single,
            Stream.of(
                TCPFlags.newBuilder().setSYN(true).setACK(true).build(),
                TCPFlags.newBuilder().setFIN(true).setACK(true).build(),
                TCPFlags.newBuilder().setSYN(true).setFIN(true).setRST(true).setNS(true).build())));
  }

  private void put(String field, Stream<?> wanted) {
    values.put(field, List.copyOf(new LinkedHashSet<>(wanted.toList())));
  }

  /** A few different values that the data has, never the empty one. */
  private <V> List<V> sample(Function<Flow, V> property) {
    return sampleOfLists(flow -> List.of(property.apply(flow)));
  }

  private <V> List<V> sampleOfLists(Function<Flow, ? extends List<V>> property) {
    Set<V> distinct = new LinkedHashSet<>();
    flows.forEach(flow -> distinct.addAll(property.apply(flow)));
    distinct.remove("");
    distinct.remove("/");
    distinct.remove(CiliumEventType.getDefaultInstance());
    distinct.remove(Workload.getDefaultInstance());
    List<V> shuffled = new ArrayList<>(distinct);
    java.util.Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(SAMPLES, shuffled.size()));
  }
}
