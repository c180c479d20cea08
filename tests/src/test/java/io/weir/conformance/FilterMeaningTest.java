package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge is judged by examples: what Hubble's behaviour says in words, one line each. */
class FilterMeaningTest {
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Without a slash the text must be equal, with one the block must contain it.
        "source_ip: '10.0.0.1' | IP { source: '10.0.0.1' } | true",
        "source_ip: '2001:db8::1' | IP { source: '2001:db8:0::1' } | false",
        "source_ip: '10.0.0.77/24' | IP { source: '10.0.0.1' } | true",
        "source_ip: '0.0.0.0/0' | IP { source: '::1' } | false",
        "source_ip: '0.0.0.0/0' | verdict: DROPPED | false",
        // Namespace exact, name by prefix, default where none is named.
        "source_pod: 'shop/ca' | source { namespace: 'shop' pod_name: 'cart' } | true",
        "source_pod: 'sho/ca' | source { namespace: 'shop' pod_name: 'cart' } | false",
        "source_pod: 'cart' | source { namespace: 'default' pod_name: 'cart-0' } | true",
        "source_pod: 'cart' | source { namespace: 'shop' pod_name: 'cart-0' } | false",
        "source_pod: '/cart' | source { namespace: 'shop' pod_name: 'cart-0' } | true",
        "source_pod: 'shop/' | source { namespace: 'shop' } | true",
        "source_pod: '/' | source { identity: 2 } | false",
        "source_service: 'shop/cart' | source_service { namespace: 'shop' name: 'cart' } | true",
        "source_fqdn: '*.Example.com.' | source_names: 'a.b.example.com' | true",
        "source_fqdn: 'example.com' | source_names: 'www.example.com' | false",
        "source_fqdn: '*c' | source_names: 'a_c' | false",
        "source_workload { kind: 'Job' } | source { workloads { name: 'x' kind: 'Job' } } | true",
        "source_workload { } | source { } | false",
        "source_port: '53' | l4 { UDP { source_port: 53 } } | true",
        "source_port: '0' | l4 { ICMPv4 { } } | false",
        "protocol: 'ICMP' | l4 { ICMPv6 { } } | true",
        "protocol: 'dns' | l4 { UDP { destination_port: 53 } } | false",
        "ip_version: IP_NOT_USED | verdict: DROPPED | true",
        "tcp_flags { SYN: true } | l4 { TCP { flags { SYN: true ACK: true } } } | true",
        "tcp_flags { SYN: true ACK: true } | l4 { TCP { flags { SYN: true } } } | false",
        "drop_reason_desc: POLICY_DENIED | drop_reason_desc: POLICY_DENIED | false",
        "event_type { type: 4 sub_type: 3 } | event_type { type: 4 } | true",
        "event_type { match_sub_type: true sub_type: 3 } | event_type { type: 4 } | false",
        "reply: false | verdict: FORWARDED | false",
        "reply: false | verdict: DROPPED | true",
        "reply: true | reply: true | false",
        "http_status_code: '40+' | l7 { http { code: 404 } } | true",
        "http_status_code: '4+' | l7 { http { code: 504 } } | false",
        "http_method: 'get' | l7 { http { method: 'GET' } } | true",
        "http_path: '^/a b$' | l7 { http { url: 'http://x:1/a%20b?c#d' } } | true",
        "http_path: 'c' | l7 { http { url: 'http://x:1/a?c' } } | false",
        "dns_query: '.' | l7 { http { } } | false",
        "node_name: 'PROD/n*' | node_name: 'prod/n1' | true",
        "node_name: 'default/' | node_name: 'n1' | true",
        "node_name: 'n' | node_name: 'prod/n1' | false",
        // Labels: with a source or of any, and blocks that contain blocks.
        "source_label: 'app=cart' | source { labels: 'k8s:app=cart' } | true",
        "source_label: 'other:app=cart' | source { labels: 'k8s:app=cart' } | false",
        "source_label: 'app!=cart' | source { labels: 'k8s:tier=front' } | true",
        "source_label: 'app in (web, cart),!x' | source { labels: 'k8s:app=cart' } | true",
        "source_label: 'app notin (web,cart)' | source { labels: 'k8s:app=cart' } | false",
        "source_label: 'reserved:host' | source { labels: 'reserved:host' } | true",
        "source_label: 'cidr:10.0.0.0/8' | source { labels: 'cidr:10.1.0.0/16' } | true",
        "source_label: 'cidr:10.1.0.0/16' | source { labels: 'cidr:10.0.0.0/8' } | false",
        // Fields: all. Values: any.
        "verdict: [AUDIT, DROPPED] protocol: 'tcp' | verdict: DROPPED l4 { TCP { } } | true",
        "verdict: DROPPED protocol: 'tcp' | verdict: DROPPED l4 { UDP { } } | false",
      })
  void meansWhatHubbleMeans(String filter, String flow, boolean expected) throws Exception {
    assertThat(
            FilterMeaning.matches(
                TextFormat.parse(filter, FlowFilter.class), TextFormat.parse(flow, Flow.class)))
        .isEqualTo(expected);
  }

  @Test
  void theBlacklistWins() {
    FlowFilter all = FlowFilter.getDefaultInstance();
    Flow flow = Flow.getDefaultInstance();
    assertThat(FilterMeaning.passes(List.of(), List.of(), flow)).isTrue();
    assertThat(FilterMeaning.passes(List.of(all), List.of(all), flow)).isFalse();
  }
}
