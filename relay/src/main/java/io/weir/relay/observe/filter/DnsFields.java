package io.weir.relay.observe.filter;

import com.google.protobuf.ProtocolStringList;
import com.google.re2j.Pattern;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** DNS names of both sides, and DNS queries. */
final class DnsFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "source FQDN",
              "source_fqdn",
              FlowFilter::getSourceFqdnList,
              (String value) -> fqdn(value, Flow::getSourceNamesList)),
          FilterField.of(
              "destination FQDN",
              "destination_fqdn",
              FlowFilter::getDestinationFqdnList,
              (String value) -> fqdn(value, Flow::getDestinationNamesList)),
          // The query text ends with a dot; the expression is not anchored.
          FilterField.of(
              "DNS query",
              "dns_query",
              FlowFilter::getDnsQueryList,
              (String value) ->
                  Patterns.regex(
                      value,
                      flow -> flow.getL7().hasDns(),
                      flow -> flow.getL7().getDns().getQuery())));

  private DnsFields() {}

  private static Predicate<Flow> fqdn(String value, Function<Flow, ProtocolStringList> names) {
    Pattern pattern = Patterns.host(value);
    return flow -> {
      for (String name : names.apply(flow)) {
        if (pattern.matcher(name).matches()) {
          return true;
        }
      }
      return false;
    };
  }
}
