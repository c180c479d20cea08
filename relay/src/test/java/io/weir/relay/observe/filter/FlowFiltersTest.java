package io.weir.relay.observe.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFiltersTest {
  /** Filter and flow in protobuf text, and whether the filter matches. */
  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Pods: exact namespace, name prefix.
        "source_pod:'shop/cart' | source{namespace:'shop' pod_name:'cart-0'} | true",
        "source_pod:'shop/cart' | source{namespace:'shop2' pod_name:'cart-0'} | false",
        "source_pod:'cart' | source{namespace:'default' pod_name:'cart-0'} | true",
        "source_pod:'cart' | source{namespace:'shop' pod_name:'cart-0'} | false",
        "source_pod:'shop/' | source{namespace:'shop'} | true",
        "source_pod:'/cart' | source{namespace:'any' pod_name:'cart-0'} | true",
        "source_pod:'/' | source{identity:2} | false",
        "source_pod:'shop/cart/x' | source{namespace:'shop' pod_name:'cart-0'} | true",
        "destination_pod:['a/b','shop/'] | destination{namespace:'shop'} | true",
        "source_service:'shop/c' | source_service{namespace:'shop' name:'cart'} | true",
        "destination_service:'cart' | destination_service{namespace:'shop' name:'cart'} | false",
        // Workloads, clusters, identities.
        "source_workload{name:'cart'} | source{workloads{name:'cart' kind:'Deployment'}} | true",
        "source_workload{kind:'Job'} | source{workloads{name:'cart' kind:'Deployment'}} | false",
        "destination_workload{} | destination{workloads{name:'a'}} | true",
        "destination_workload{} | destination{} | false",
        "source_cluster_name:'eu' | source{cluster_name:'eu'} | true",
        "destination_cluster_name:'e*' | destination{cluster_name:'eu'} | false",
        "source_identity:2 | source{identity:2} | true",
        "destination_identity:[1,3] | destination{identity:2} | false",
        // Addresses.
        "source_ip:'10.0.0.5' | IP{source:'10.0.0.5'} | true",
        "source_ip:'10.0.0.0/8' | IP{source:'10.200.3.4'} | true",
        "source_ip:'10.0.0.77/24' | IP{source:'10.0.1.1'} | false",
        "destination_ip:'::1' | IP{destination:'0:0:0:0:0:0:0:1'} | false",
        "destination_ip:'2001:db8::/33' | IP{destination:'2001:db8:7fff::1'} | true",
        "destination_ip:'2001:db8::/33' | IP{destination:'2001:db8:8000::1'} | false",
        "source_ip:'0.0.0.0/0' | IP{source:''} | false",
        "source_ip_xlated:'10.0.0.1' | IP{source_xlated:'10.0.0.1'} | true",
        "ip_version:IP_NOT_USED | ethernet{} | true",
        "ip_version:IPv6 | IP{ipVersion:IPv4} | false",
        "encrypted:true | IP{encrypted:true} | true",
        "encrypted:false | IP{encrypted:true} | false",
        // Transport.
        "source_port:'080' | l4{TCP{source_port:80}} | true",
        "destination_port:'53' | l4{UDP{destination_port:53}} | true",
        // Ranges are our own.
        "destination_port:'8000-8100' | l4{TCP{destination_port:8000}} | true",
        "destination_port:'8000-8100' | l4{TCP{destination_port:8100}} | true",
        "destination_port:'8000-8100' | l4{TCP{destination_port:8101}} | false",
        "source_port:['1-9','53'] | l4{SCTP{source_port:53}} | true",
        // CEL.
        "experimental{cel_expression:'_flow.verdict == Verdict.DROPPED'} | verdict:DROPPED | true",
        "experimental{cel_expression:'_flow.verdict == 2'} | verdict:FORWARDED | false",
        "experimental{cel_expression:'_flow.l4.TCP.destination_port == 443u && _flow.source.namespace == \"shop\"'} | l4{TCP{destination_port:443}} source{namespace:'shop'} | true",
        "experimental{cel_expression:['false','_flow.IP.source.startsWith(\"10.\")']} | IP{source:'10.0.0.1'} | true",
        "experimental{cel_expression:'_flow.source.labels[3] == \"x\"'} | source{labels:'x'} | false",
        "experimental{cel_expression:'_flow.source.labels.exists(l, l == \"x\")'} | source{labels:'x'} | true",
        "experimental{cel_expression:'has(_flow.l7.http)'} | l7{dns{query:'a.'}} | false",
        "experimental{cel_expression:'true'} verdict:DROPPED | verdict:FORWARDED | false",
        "destination_port:'0' | l4{ICMPv4{}} | false",
        "protocol:'TCP' | l4{TCP{}} | true",
        "protocol:'icmp' | l4{ICMPv6{}} | true",
        "protocol:'http' | l7{http{}} l4{TCP{}} | true",
        "protocol:'dns' | l4{UDP{destination_port:53}} | false",
        "tcp_flags{SYN:true} | l4{TCP{flags{SYN:true ACK:true}}} | true",
        "tcp_flags{SYN:true ACK:true} | l4{TCP{flags{SYN:true}}} | false",
        "tcp_flags{} | l4{UDP{}} | false",
        // Events.
        "verdict:[DROPPED,ERROR] | verdict:ERROR | true",
        "drop_reason_desc:POLICY_DENIED | verdict:DROPPED drop_reason_desc:POLICY_DENIED | true",
        "drop_reason_desc:POLICY_DENIED | verdict:AUDIT drop_reason_desc:POLICY_DENIED | false",
        "event_type{type:4} | event_type{type:4 sub_type:3} | true",
        "event_type{type:4 match_sub_type:true} | event_type{type:4 sub_type:3} | false",
        "event_type{type:0} | event_type{type:129} | true",
        "traffic_direction:INGRESS | traffic_direction:EGRESS | false",
        "reply:false | is_reply{} | true",
        "reply:true | is_reply{value:true} | true",
        "reply:false | verdict:FORWARDED | false",
        "reply:false | verdict:DROPPED | true",
        "reply:true | reply:true | false",
        "reply:false | reply:true verdict:DROPPED | true",
        "traffic_direction:98 | traffic_direction:99 | false",
        "traffic_direction:99 | traffic_direction:99 | true",
        "uuid:'a' | uuid:'a' | true",
        "trace_id:'t' | trace_context{parent{trace_id:'t'}} | true",
        "ip_trace_id:7 | ip_trace_id{trace_id:7} | true",
        "interface{name:'eth0'} | interface{index:2 name:'eth0'} | true",
        "interface{index:3 name:'eth0'} | interface{index:2 name:'eth0'} | false",
        // Nodes.
        "node_name:'n1' | node_name:'prod/n1' | true",
        "node_name:'prod/' | node_name:'prod/n1' | true",
        "node_name:'default/n1' | node_name:'n1' | true",
        "node_name:'Prod/N*' | node_name:'prod/n1' | true",
        "node_name:'n' | node_name:'prod/n1' | false",
        "node_labels:'zone=a' | node_labels:'zone=a' | true",
        // Names.
        "source_fqdn:'*.Cilium.io.' | source_names:'docs.cilium.io' | true",
        "source_fqdn:'*.cilium.io' | source_names:'cilium.io' | false",
        "destination_fqdn:'a*c' | destination_names:'a_c' | false",
        "destination_fqdn:'a.c' | destination_names:'abc' | false",
        "dns_query:'^cart\\\\.' | l7{dns{query:'cart.shop.'}} | true",
        "dns_query:'' | l7{http{}} | false",
        // HTTP.
        "http_status_code:'404' | l7{http{code:404}} | true",
        "http_status_code:'40+' | l7{http{code:404}} | true",
        "http_status_code:'4+' | l7{http{code:504}} | false",
        "http_method:'get' | l7{http{method:'GET'}} | true",
        "http_path:'^/items$' | l7{http{url:'http://cart:80/items?x=/y#z'}} | true",
        "http_path:'x' | l7{http{url:'http://x/items?x'}} | false",
        "http_url:'x=1' | l7{http{url:'http://a/b?x=1'}} | true",
        "http_header{key:'A' value:'b'} | l7{http{headers{key:'A' value:'b'}}} | true",
        "http_header{key:'A' value:'c'} | l7{http{headers{key:'A' value:'b'}}} | false",
        // Labels; the grammar has a test of its own.
        "source_label:'app=cart' | source{labels:'k8s:app=cart'} | true",
        "destination_label:'reserved:world' | destination{labels:'reserved:world'} | true",
        // All fields together.
        "verdict:DROPPED source_pod:'a/' | verdict:DROPPED source{namespace:'b'} | false",
        "verdict:DROPPED source_pod:'a/' | verdict:DROPPED source{namespace:'a'} | true",
      })
  void matches(String filter, String flow, boolean expected) throws ParseException {
    FlowFilter parsed = TextFormat.parse(filter, FlowFilter.class);
    assertThat(FlowFilters.compile(List.of(parsed), List.of()).test(flow(flow)))
        .isEqualTo(expected);
  }

  private static Flow flow(String text) throws ParseException {
    return TextFormat.parse(text, Flow.class);
  }

  @Test
  void anyOfTheWhitelistAndNoneOfTheBlacklist() throws ParseException {
    FlowFilter shop = FlowFilter.newBuilder().addSourcePod("shop/").build();
    FlowFilter dropped = FlowFilter.newBuilder().addVerdictValue(2).build();
    var filter = FlowFilters.compile(List.of(shop, dropped), List.of(dropped));
    assertThat(filter.test(flow("source{namespace:'shop'}"))).isTrue();
    assertThat(filter.test(flow("source{namespace:'shop'} verdict:DROPPED"))).isFalse();
    assertThat(filter.test(flow("source{namespace:'web'}"))).isFalse();
  }

  @Test
  void emptyListsAndAnEmptyFilterMatchEverything() {
    Flow any = Flow.getDefaultInstance();
    FlowFilter empty = FlowFilter.getDefaultInstance();
    assertThat(FlowFilters.compile(List.of(), List.of()).test(any)).isTrue();
    assertThat(FlowFilters.compile(List.of(empty), List.of()).test(any)).isTrue();
    assertThat(FlowFilters.compile(List.of(), List.of(empty)).test(any)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "source_pod:['a',''] | invalid source pod filter \"\" (whitelist[0].source_pod[1]): empty",
        "source_ip:'10.0.0' | invalid source IP filter \"10.0.0\" (whitelist[0].source_ip[0])",
        "source_ip:'10.0.0.0/33' | prefix length 33 (expected: 0 to 32)",
        "destination_port:'90-80' | invalid destination port filter \"90-80\"",
        "destination_port:'80-' | a range like 8000-8100",
        "source_port:'65536' | (expected: 0 to 65535",
        "protocol:'quic' | invalid protocol filter \"quic\"",
        "http_status_code:'6+' | invalid http status code filter \"6+\"",
        "dns_query:'(' | invalid DNS query filter \"(\"",
        "source_fqdn:'a_b' | invalid source FQDN filter",
        "source_fqdn:' ' | empty (expected: a host name",
        "source_label:'a in b' | at column 6: no '('",
        "node_name:'a/b/c' | more than one slash",
        "source_cluster_name:'' | invalid source cluster name filter",
        "http_method:'GET' event_type{type:4} | requires the event type filter to only match 'l7'",
        "dns_query:'a(b' | at column 4: missing closing )",
        "dns_query:'ab[z-a]' | at column 4: invalid character class range",
        "http_url:'(a{1000}){1000}' | repeats too much (expected: at most 10000",
        "experimental{cel_expression:'_flow.verdct == 1'} | at column 6: undefined field 'verdct'",
        "experimental{cel_expression:'_flow.verdict =='} | (whitelist[0].experimental.cel_expression",
        "experimental{cel_expression:'_flow.source'} | of type flow.Endpoint (expected: bool)",
        "experimental{cel_expression:'other == 1'} | undeclared reference to 'other'",
      })
  void namesTheFilterTheValueAndThePosition(String filter, String message) throws ParseException {
    FlowFilter parsed = TextFormat.parse(filter, FlowFilter.class);
    assertThatThrownBy(() -> FlowFilters.compile(List.of(parsed), List.of()))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsBeyondTheLimits() {
    FlowFilter regex = FlowFilter.newBuilder().addHttpUrl("a".repeat(1025)).build();
    FlowFilter.Builder values = FlowFilter.newBuilder();
    for (int i = 0; i <= FilterLimits.VALUES_MAX; i++) {
      values.addUuid("u" + i);
    }
    List<FlowFilter> filters = Collections.nCopies(257, regex);
    assertThatThrownBy(() -> FlowFilters.compile(List.of(regex), List.of()))
        .hasMessageContaining("at most 1024 characters");
    assertThatThrownBy(() -> FlowFilters.compile(List.of(), List.of(values.build())))
        .hasMessageContaining("1025 values");
    assertThatThrownBy(() -> FlowFilters.compile(filters, List.of()))
        .hasMessageContaining("257 filters")
        .isInstanceOfSatisfying(
            InvalidFilterException.class, e -> assertThat(e.limit()).contains("filters"));
    assertThatThrownBy(() -> cel("true || ".repeat(600) + "true"))
        .hasMessageContaining("at most 4096 characters");
    assertThatThrownBy(() -> cel("(".repeat(100) + "true" + ")".repeat(100)))
        .hasMessageContaining("invalid CEL expression filter");
    assertThatThrownBy(
            () ->
                cel(
                    "[1].exists(a, [1].exists(b, [1].exists(c, [1].exists(d, [1].exists(e, true)))))"))
        .hasMessageContaining("5 comprehensions (expected: at most 4)");
  }

  private static void cel(String expression) {
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    filter.getExperimentalBuilder().addCelExpression(expression);
    FlowFilters.compile(List.of(filter.build()), List.of());
  }

  /** A field that a newer Hubble adds must not be ignored silently. */
  @Test
  void everyFieldOfTheProtoHasAMeaning() {
    assertThat(FlowFilters.FIELDS)
        .extracting(FilterField::path)
        .containsExactlyInAnyOrderElementsOf(
            FlowFilter.getDescriptor().getFields().stream()
                .flatMap(
                    field ->
                        field.getName().equals("experimental")
                            ? field.getMessageType().getFields().stream()
                                .map(inner -> "experimental." + inner.getName())
                            : Stream.of(field.getName()))
                .toList());
  }
}
