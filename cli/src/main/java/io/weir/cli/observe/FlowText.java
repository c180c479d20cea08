package io.weir.cli.observe;

import io.weir.hubble.flow.AuthType;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.Service;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.topic.TopicKeys;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a flow's parts are called on a terminal; words and shapes are Hubble's.
 *
 * @param names names instead of addresses
 * @param policies name the policies behind a verdict
 */
record FlowText(boolean names, boolean policies) {
  private static final List<String> POLICY_MATCHES =
      List.of("none", "L3-Only", "L3-L4", "L4-Only", "all", "L3-Proto", "Proto-Only");

  /** A side's name and port apart, since they have different colours. */
  record Host(String name, int port) {
    @Override
    public String toString() {
      return port == 0 ? name : bracketed() + ":" + port;
    }

    /** IPv6 addresses need brackets in front of a port. */
    String bracketed() {
      return port != 0 && name.contains(":") ? "[" + name + "]" : name;
    }
  }

  Host source(Flow flow) {
    String name =
        host(
            flow.getSource(),
            flow.getSourceService(),
            flow.getSourceNamesList(),
            flow.getIP().getSource(),
            flow.getEthernet().getSource());
    return new Host(name, flow.hasIP() ? TopicKeys.sourcePort(flow.getL4()) : 0);
  }

  Host destination(Flow flow) {
    String name =
        host(
            flow.getDestination(),
            flow.getDestinationService(),
            flow.getDestinationNamesList(),
            flow.getIP().getDestination(),
            flow.getEthernet().getDestination());
    return new Host(name, flow.hasIP() ? TopicKeys.destinationPort(flow.getL4()) : 0);
  }

  private String host(
      Endpoint endpoint, Service service, List<String> dnsNames, String ip, String mac) {
    if (ip.isEmpty()) {
      return mac;
    }
    if (!names) {
      return ip;
    }
    if (!endpoint.getPodName().isEmpty()) {
      return path(endpoint.getNamespace(), endpoint.getPodName());
    }
    if (!service.getName().isEmpty()) {
      return path(service.getNamespace(), service.getName());
    }
    return dnsNames.isEmpty() ? ip : String.join(",", dnsNames);
  }

  private static String path(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** What kind of event it was. */
  String type(Flow flow) {
    if (flow.hasL7()) {
      return l7(flow.getL7());
    }
    int subType = flow.getEventType().getSubType();
    return switch (flow.getEventType().getType()) {
      case 1 -> DropTexts.of(subType);
      case 3 -> flow.getDebugCapturePoint().name();
      case 4 -> TracePoints.of(subType);
      case 5 -> "policy-verdict:" + policyMatch(flow) + " " + direction(flow);
      case 7 -> socket(flow);
      default -> "UNKNOWN";
    };
  }

  private static String l7(Layer7 l7) {
    String type = l7.getType().name().toLowerCase(Locale.ROOT);
    return switch (l7.getRecordCase()) {
      case HTTP -> "http-" + type;
      case DNS -> "dns-" + type + " " + l7.getDns().getObservationSource();
      case KAFKA -> "kafka-" + type;
      case RECORD_NOT_SET -> "l7-" + type;
    };
  }

  private static String policyMatch(Flow flow) {
    int match = flow.getPolicyMatchType();
    return match >= 0 && match < POLICY_MATCHES.size()
        ? POLICY_MATCHES.get(match)
        : Integer.toString(match);
  }

  private static String direction(Flow flow) {
    return flow.getTrafficDirection() == TrafficDirection.UNRECOGNIZED
        ? Integer.toString(flow.getTrafficDirectionValue())
        : flow.getTrafficDirection().name();
  }

  private static String socket(Flow flow) {
    return switch (flow.getSockXlatePoint()) {
      case SOCK_XLATE_POINT_PRE_DIRECTION_FWD -> "pre-xlate-fwd";
      case SOCK_XLATE_POINT_POST_DIRECTION_FWD -> "post-xlate-fwd";
      case SOCK_XLATE_POINT_PRE_DIRECTION_REV -> "pre-xlate-rev";
      case SOCK_XLATE_POINT_POST_DIRECTION_REV -> "post-xlate-rev";
      default -> "UNKNOWN";
    };
  }

  /** The verdict; a policy's verdict has words of its own. */
  String verdict(Flow flow) {
    if (flow.getEventType().getType() != 5) {
      return name(flow);
    }
    return switch (flow.getVerdict()) {
      case FORWARDED, REDIRECTED -> "ALLOWED" + by(flow, true);
      case DROPPED, ERROR -> "DENIED" + by(flow, false);
      case AUDIT -> "AUDITED" + by(flow, false);
      default -> name(flow);
    };
  }

  private static String name(Flow flow) {
    return flow.getVerdict() == Verdict.UNRECOGNIZED
        ? Integer.toString(flow.getVerdictValue())
        : flow.getVerdict().name();
  }

  private String by(Flow flow, boolean allowed) {
    boolean egress = flow.getTrafficDirection() == TrafficDirection.EGRESS;
    List<Policy> by;
    if (allowed) {
      by = egress ? flow.getEgressAllowedByList() : flow.getIngressAllowedByList();
    } else {
      by = egress ? flow.getEgressDeniedByList() : flow.getIngressDeniedByList();
    }
    return !policies || by.isEmpty()
        ? ""
        : by.stream()
            .map(policy -> policy.getName() + " (" + policy.getKind() + ")")
            .collect(Collectors.joining(", ", " BY ", ""));
  }

  /** What happened, in a few words. */
  @SuppressWarnings("deprecation") // deprecated upstream, yet all that there is
  String summary(Flow flow) {
    StringBuilder summary = new StringBuilder();
    if (flow.getIpTraceId().getTraceId() != 0) {
      summary
          .append("IP Trace ID: ")
          .append(Long.toUnsignedString(flow.getIpTraceId().getTraceId()))
          .append("; ");
    }
    summary.append(flow.getSummary());
    if (flow.getAuthType() != AuthType.DISABLED) {
      summary.append("; Auth: ").append(flow.getAuthType().name());
    }
    return summary.toString();
  }
}
