package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCPFlags;
import io.weir.topic.TopicKeys;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Layer 4: protocol, ports, TCP flags. */
final class TransportFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "protocol", "protocol", FlowFilter::getProtocolList, TransportFields::protocol),
          FilterField.of(
              "source port",
              "source_port",
              FlowFilter::getSourcePortList,
              (String value) -> port(value, TopicKeys::sourcePort)),
          FilterField.of(
              "destination port",
              "destination_port",
              FlowFilter::getDestinationPortList,
              (String value) -> port(value, TopicKeys::destinationPort)),
          FilterField.of(
              "TCP flags", "tcp_flags", FlowFilter::getTcpFlagsList, TransportFields::tcpFlags));

  private TransportFields() {}

  private static Predicate<Flow> protocol(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "tcp" -> flow -> flow.getL4().hasTCP();
      case "udp" -> flow -> flow.getL4().hasUDP();
      case "sctp" -> flow -> flow.getL4().hasSCTP();
      case "icmpv4" -> flow -> flow.getL4().hasICMPv4();
      case "icmpv6" -> flow -> flow.getL4().hasICMPv6();
      case "icmp" -> flow -> flow.getL4().hasICMPv4() || flow.getL4().hasICMPv6();
      case "vrrp" -> flow -> flow.getL4().hasVRRP();
      case "igmp" -> flow -> flow.getL4().hasIGMP();
      case "dns" -> flow -> flow.getL7().hasDns();
      case "http" -> flow -> flow.getL7().hasHttp();
      case "kafka" -> flow -> flow.getL7().hasKafka();
      default ->
          throw new IllegalArgumentException(
              "unknown (expected: icmp, icmpv4, icmpv6, tcp, udp, sctp, vrrp, igmp, dns, http or"
                  + " kafka)");
    };
  }

  private static Predicate<Flow> port(String value, ToIntFunction<Layer4> side) {
    PortRange ports = PortRange.parse(value);
    return flow -> {
      Layer4 l4 = flow.getL4();
      return (l4.hasTCP() || l4.hasUDP() || l4.hasSCTP()) && ports.contains(side.applyAsInt(l4));
    };
  }

  /** All flags of the entry must be set; the flow may have more. */
  private static Predicate<Flow> tcpFlags(TCPFlags wanted) {
    int mask = bits(wanted);
    return flow -> flow.getL4().hasTCP() && (bits(flow.getL4().getTCP().getFlags()) & mask) == mask;
  }

  private static int bits(TCPFlags flags) {
    return (flags.getFIN() ? 1 : 0)
        | (flags.getSYN() ? 1 << 1 : 0)
        | (flags.getRST() ? 1 << 2 : 0)
        | (flags.getPSH() ? 1 << 3 : 0)
        | (flags.getACK() ? 1 << 4 : 0)
        | (flags.getURG() ? 1 << 5 : 0)
        | (flags.getECE() ? 1 << 6 : 0)
        | (flags.getCWR() ? 1 << 7 : 0)
        | (flags.getNS() ? 1 << 8 : 0);
  }
}
