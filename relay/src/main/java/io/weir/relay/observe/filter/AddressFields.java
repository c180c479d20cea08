package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Layer 3: addresses, blocks, IP version, encryption. */
final class AddressFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "IP version",
              "ip_version",
              FlowFilter::getIpVersionValueList,
              (Integer version) -> flow -> flow.getIP().getIpVersionValue() == version),
          FilterField.of(
              "encrypted",
              "encrypted",
              FlowFilter::getEncryptedList,
              (Boolean encrypted) -> flow -> flow.getIP().getEncrypted() == encrypted),
          FilterField.of(
              "source IP",
              "source_ip",
              FlowFilter::getSourceIpList,
              (String value) -> address(value, flow -> flow.getIP().getSource())),
          FilterField.of(
              "destination IP",
              "destination_ip",
              FlowFilter::getDestinationIpList,
              (String value) -> address(value, flow -> flow.getIP().getDestination())),
          FilterField.of(
              "source IP xlated",
              "source_ip_xlated",
              FlowFilter::getSourceIpXlatedList,
              (String value) -> address(value, flow -> flow.getIP().getSourceXlated())));

  private AddressFields() {}

  /** An address is compared as text, as Hubble does: other spellings of IPv6 do not match. */
  private static Predicate<Flow> address(String value, Function<Flow, String> address) {
    if (value.contains("/")) {
      Cidr block = Cidr.parse(value);
      return flow -> Cidr.ip(address.apply(flow)).filter(block::contains).isPresent();
    }
    if (Cidr.ip(value).isEmpty()) {
      throw new IllegalArgumentException("not an IP address (expected: an IP address or block)");
    }
    return flow -> address.apply(flow).equals(value);
  }
}
