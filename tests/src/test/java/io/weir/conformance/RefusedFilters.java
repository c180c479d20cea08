package io.weir.conformance;

import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values that a field does not take, by the column "invalid" of Hubble's behaviour. */
record RefusedFilters(String field, String value) {
  private static final Map<String, List<String>> TEXTS =
      Map.ofEntries(
          Map.entry("source_ip", List.of("", "10.1.0", "10.1.0.0/33", "10.1.0.0/", "host", "/8")),
          Map.entry("destination_ip", List.of("", "::1/129", "1.2.3.4/x", "1.2.3.4.5")),
          Map.entry("source_ip_xlated", List.of("nowhere")),
          Map.entry("source_pod", List.of("")),
          Map.entry("destination_pod", List.of("")),
          Map.entry("source_service", List.of("")),
          Map.entry("destination_service", List.of("")),
          Map.entry("source_fqdn", List.of("", "  ", "a_b.example.com", "a b", "x/y")),
          Map.entry("destination_fqdn", List.of("", "ex?mple.com")),
          Map.entry("dns_query", List.of("(", "[a-", "a{2,1}", "(?=x)")),
          Map.entry("http_path", List.of("*", "(?<=x)y")),
          Map.entry("http_url", List.of("(", "x**")),
          Map.entry("source_label", List.of("a in b", "a in (", "=x", "a=b=c,,", "a notin")),
          Map.entry("destination_label", List.of("!", "a in ()x")),
          Map.entry("node_labels", List.of("a in", "==")),
          Map.entry("source_cluster_name", List.of("")),
          Map.entry("destination_cluster_name", List.of("")),
          Map.entry("node_name", List.of("", "a/b/c")),
          Map.entry("source_port", List.of("", "-1", "65536", "http", "1 ")),
          Map.entry("destination_port", List.of("", "99999", "0x50")),
          Map.entry("protocol", List.of("", "ip", "tcp6", "quic")),
          Map.entry("http_status_code", List.of("", "600", "20", "+", "2xx", "4++", "9+", "0+")));

  /** All of them. */
  static Stream<RefusedFilters> all() {
    return TEXTS.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream().map(text -> new RefusedFilters(entry.getKey(), text)));
  }

  /** HTTP asked of events that carry none. */
  static Stream<FlowFilter> contradictions() {
    FlowFilter drops =
        FlowFilter.newBuilder().addEventType(EventTypeFilter.newBuilder().setType(1)).build();
    return Stream.of(
        drops.toBuilder().addHttpStatusCode("200").build(),
        drops.toBuilder().addHttpMethod("GET").build(),
        drops.toBuilder().addHttpPath("/").build(),
        drops.toBuilder().addHttpUrl("/").build());
  }

  @Override
  public String toString() {
    return field + " \"" + value + "\"";
  }
}
