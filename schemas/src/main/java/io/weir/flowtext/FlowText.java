package io.weir.flowtext;

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
 * What a flow's parts are called on a terminal; words, shapes and colours are Hubble's. What comes
 * from the server is escaped.
 *
 * @param names names instead of addresses
 * @param policies name the policies behind a verdict
 * @param colors how to set the parts apart
 */
public record FlowText(boolean names, boolean policies, Colors colors) {
  private static final List<String> POLICY_MATCHES =
      List.of("none", "L3-Only", "L3-L4", "L4-Only", "all", "L3-Proto", "Proto-Only");

  /** The source, with its port. */
  public String source(Flow flow) {
    return side(sourceName(flow), flow.hasIP() ? TopicKeys.sourcePort(flow.getL4()) : 0);
  }

  /** The destination, with its port. */
  public String destination(Flow flow) {
    return side(destinationName(flow), flow.hasIP() ? TopicKeys.destinationPort(flow.getL4()) : 0);
  }

  /** The source as it came, without its port, colours and escapes. */
  public String sourceName(Flow flow) {
    return flow.hasIP()
        ? name(
            flow.getSource(),
            flow.getSourceService(),
            flow.getSourceNamesList(),
            flow.getIP().getSource())
        : flow.getEthernet().getSource();
  }

  /** The destination as it came, without its port, colours and escapes. */
  public String destinationName(Flow flow) {
    return flow.hasIP()
        ? name(
            flow.getDestination(),
            flow.getDestinationService(),
            flow.getDestinationNamesList(),
            flow.getIP().getDestination())
        : flow.getEthernet().getDestination();
  }

  private String name(Endpoint endpoint, Service service, List<String> dnsNames, String ip) {
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

  /** The port has a colour of its own inside that of the host; IPv6 needs brackets before it. */
  private String side(String name, int port) {
    String host = Colors.escape(name);
    if (port == 0) {
      return colors.cyan(host);
    }
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return colors.cyan(bracketed + ":" + colors.yellow(Integer.toString(port)));
  }

  /** A security identity in parentheses. */
  public String identity(Endpoint endpoint) {
    return colors.magenta(Identities.text(endpoint.getIdentity()));
  }

  /** What kind of event it was. */
  public String type(Flow flow) {
    return Colors.escape(flow.hasL7() ? l7(flow.getL7()) : event(flow));
  }

  private static String event(Flow flow) {
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
      case SOCK_XLATE_POINT_UNKNOWN -> "SOCK_XLATE_POINT_UNKNOWN";
      case UNRECOGNIZED -> Integer.toString(flow.getSockXlatePointValue());
    };
  }

  /** The verdict; a policy's verdict has words of its own. */
  public String verdict(Flow flow) {
    boolean policy = flow.getEventType().getType() == 5;
    return switch (flow.getVerdict()) {
      case FORWARDED, REDIRECTED ->
          colors.green(policy ? "ALLOWED" : name(flow)) + (policy ? by(flow, true) : "");
      case DROPPED, ERROR ->
          colors.red(policy ? "DENIED" : name(flow)) + (policy ? by(flow, false) : "");
      case AUDIT ->
          colors.yellow(policy ? "AUDITED" : name(flow)) + (policy ? by(flow, false) : "");
      case TRACED, TRANSLATED -> colors.yellow(name(flow));
      case VERDICT_UNKNOWN, UNRECOGNIZED -> name(flow);
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
            .map(policy -> Colors.escape(policy.getName() + " (" + policy.getKind() + ")"))
            .collect(Collectors.joining(", ", " BY ", ""));
  }

  /** What happened, in a few words. */
  @SuppressWarnings("deprecation") // deprecated upstream, yet all that there is
  public String summary(Flow flow) {
    StringBuilder summary = new StringBuilder();
    if (flow.getIpTraceId().getTraceId() != 0) {
      summary
          .append("IP Trace ID: ")
          .append(Long.toUnsignedString(flow.getIpTraceId().getTraceId()))
          .append("; ");
    }
    summary.append(Colors.escape(flow.getSummary()));
    String authentication = authentication(flow);
    if (!authentication.isEmpty()) {
      summary.append("; Auth: ").append(authentication);
    }
    return summary.toString();
  }

  private String authentication(Flow flow) {
    return switch (flow.getAuthType()) {
      case DISABLED -> "";
      case TEST_ALWAYS_FAIL -> colors.red(AuthType.TEST_ALWAYS_FAIL.name());
      case SPIRE -> colors.green(AuthType.SPIRE.name());
      case UNRECOGNIZED -> colors.green(Integer.toString(flow.getAuthTypeValue()));
    };
  }
}
