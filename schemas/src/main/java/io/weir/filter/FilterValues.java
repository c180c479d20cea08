package io.weir.filter;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.flowtext.AgentCodes;
import io.weir.flowtext.Identities;
import io.weir.flowtext.TracePoints;
import io.weir.hubble.flow.DebugCapturePoint;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What the values of filter flags mean. */
final class FilterValues {
  private static final Map<String, Integer> EVENT_TYPES =
      Map.of(
          "drop", 1,
          "debug", 2,
          "capture", 3,
          "trace", 4,
          "policy-verdict", 5,
          "trace-sock", 7,
          "l7", 129,
          "agent", 130);

  private static final Map<String, Integer> SOCKET_POINTS =
      Map.of("pre-xlate-fwd", 1, "post-xlate-fwd", 2, "pre-xlate-rev", 3, "post-xlate-rev", 4);

  /** Flags that say nothing about a side, and the field that each value goes into. */
  static final Map<String, BiConsumer<FlowFilter.Builder, String>> BOTH =
      Map.ofEntries(
          Map.entry("verdict", (filter, value) -> filter.addVerdictValue(verdict(value))),
          Map.entry(
              "drop-reason-desc",
              (filter, value) ->
                  filter.addDropReasonDescValue(
                      number("--drop-reason-desc", DropReason.getDescriptor(), value))),
          Map.entry("protocol", FlowFilter.Builder::addProtocol),
          Map.entry("type", (filter, value) -> filter.addEventType(eventType(value))),
          Map.entry("tcp-flags", (filter, value) -> filter.addTcpFlags(tcpFlags(value))),
          Map.entry(
              "traffic-direction",
              (filter, value) ->
                  filter.addTrafficDirectionValue(
                      number("--traffic-direction", TrafficDirection.getDescriptor(), value))),
          Map.entry("reply", (filter, value) -> filter.addReply(bool("--reply", value))),
          Map.entry("dns-query", FlowFilter.Builder::addDnsQuery),
          Map.entry("http-status", FlowFilter.Builder::addHttpStatusCode),
          Map.entry("http-method", FlowFilter.Builder::addHttpMethod),
          Map.entry("http-path", FlowFilter.Builder::addHttpPath),
          Map.entry("http-url", FlowFilter.Builder::addHttpUrl),
          Map.entry("http-header", (filter, value) -> filter.addHttpHeader(header(value))),
          Map.entry("node-name", FlowFilter.Builder::addNodeName),
          Map.entry("node-label", FlowFilter.Builder::addNodeLabels),
          Map.entry(
              "interface",
              (filter, value) -> filter.addInterface(NetworkInterface.newBuilder().setName(value))),
          Map.entry(
              "interface-index",
              (filter, value) ->
                  filter.addInterface(NetworkInterface.newBuilder().setIndex(index(value)))),
          Map.entry("snat-ip", FlowFilter.Builder::addSourceIpXlated),
          Map.entry("ip-version", (filter, value) -> filter.addIpVersion(ipVersion(value))),
          Map.entry("ipv4", (filter, value) -> filter.addIpVersion(IPVersion.IPv4)),
          Map.entry("ipv6", (filter, value) -> filter.addIpVersion(IPVersion.IPv6)),
          Map.entry("trace-id", FlowFilter.Builder::addTraceId),
          Map.entry("ip-trace-id", (filter, value) -> filter.addIpTraceId(ipTraceId(value))),
          Map.entry("uuid", FlowFilter.Builder::addUuid),
          Map.entry("encrypted", (filter, value) -> filter.addEncrypted(true)),
          Map.entry("unencrypted", (filter, value) -> filter.addEncrypted(false)),
          Map.entry(
              "cel-expression",
              (filter, value) -> filter.getExperimentalBuilder().addCelExpression(value)));

  private FilterValues() {}

  private static int verdict(String value) {
    return number("--verdict", Verdict.getDescriptor(), value);
  }

  private static int number(String flag, EnumDescriptor type, String value) {
    EnumValueDescriptor named = type.findValueByName(value.toUpperCase(Locale.ROOT));
    if (named == null) {
      throw invalid(
          flag,
          value,
          type.getValues().stream()
              .filter(each -> each.getNumber() != 0)
              .map(EnumValueDescriptor::getName)
              .collect(Collectors.joining(", ")));
    }
    return named.getNumber();
  }

  static int identity(String value) {
    Optional<Integer> reserved = Identities.number(value);
    try {
      return reserved.orElseGet(() -> Integer.parseUnsignedInt(value));
    } catch (NumberFormatException e) {
      throw invalid("--identity", value, "a number, or a reserved name like world");
    }
  }

  /** {@code Kind/name}, {@code Kind/} or {@code name}. */
  static Workload workload(String value) {
    int slash = value.indexOf('/');
    return Workload.newBuilder()
        .setKind(slash < 0 ? "" : value.substring(0, slash))
        .setName(value.substring(slash + 1))
        .build();
  }

  static EventTypeFilter eventType(String value) {
    int colon = value.indexOf(':');
    String type = colon < 0 ? value : value.substring(0, colon);
    EventTypeFilter.Builder filter = EventTypeFilter.newBuilder();
    Integer code = EVENT_TYPES.get(type.toLowerCase(Locale.ROOT));
    filter.setType(code == null ? unsigned("--type", value, type) : code);
    if (colon >= 0) {
      filter.setMatchSubType(true).setSubType(subType(value, filter.getType()));
    }
    return filter.build();
  }

  private static int subType(String value, int type) {
    String sub = value.substring(value.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    Optional<Integer> named =
        switch (type) {
          case 1 -> byName(DropReason.getDescriptor(), sub);
          case 3 -> byName(DebugCapturePoint.getDescriptor(), sub);
          case 4 -> TracePoints.subType(sub);
          case 7 -> Optional.ofNullable(SOCKET_POINTS.get(sub));
          case 130 -> AgentCodes.code(sub);
          default -> Optional.empty();
        };
    return named.orElseGet(() -> unsigned("--type", value, sub));
  }

  private static Optional<Integer> byName(EnumDescriptor type, String name) {
    return Optional.ofNullable(type.findValueByName(name.toUpperCase(Locale.ROOT)))
        .map(EnumValueDescriptor::getNumber);
  }

  private static int unsigned(String flag, String value, String number) {
    try {
      return Integer.parseUnsignedInt(number);
    } catch (NumberFormatException e) {
      throw invalid(
          flag, value, "drop, trace, l7, policy-verdict, capture, trace-sock or a number, [:SUB]");
    }
  }

  /** All of a comma-separated list. */
  static TCPFlags tcpFlags(String value) {
    TCPFlags.Builder flags = TCPFlags.newBuilder();
    for (String name : value.split(",", -1)) {
      FieldDescriptor flag =
          TCPFlags.getDescriptor().findFieldByName(name.strip().toUpperCase(Locale.ROOT));
      if (flag == null) {
        throw invalid("--tcp-flags", value, "FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, NS");
      }
      flags.setField(flag, true);
    }
    return flags.build();
  }

  private static HTTPHeader header(String value) {
    int colon = value.indexOf(':');
    if (colon < 1) {
      throw invalid("--http-header", value, "key:value");
    }
    return HTTPHeader.newBuilder()
        .setKey(value.substring(0, colon))
        .setValue(value.substring(colon + 1))
        .build();
  }

  private static boolean bool(String flag, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(flag, value, "true or false");
    };
  }

  private static int index(String value) {
    try {
      int index = Integer.parseUnsignedInt(value);
      if (index != 0) {
        return index;
      }
    } catch (NumberFormatException e) {
      // Said below, like zero.
    }
    throw invalid("--interface-index", value, "a number > 0");
  }

  private static IPVersion ipVersion(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "none" -> IPVersion.IP_NOT_USED;
      case "v4", "4", "ipv4", "ip4" -> IPVersion.IPv4;
      case "v6", "6", "ipv6", "ip6" -> IPVersion.IPv6;
      default -> throw invalid("--ip-version", value, "none, v4 or v6");
    };
  }

  private static long ipTraceId(String value) {
    try {
      long id = Long.parseUnsignedLong(value);
      if (id != 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // Said below, like zero.
    }
    throw invalid("--ip-trace-id", value, "a number > 0");
  }

  private static IllegalArgumentException invalid(String flag, String value, String expected) {
    return new IllegalArgumentException(flag + ": " + value + " (expected: " + expected + ")");
  }
}
