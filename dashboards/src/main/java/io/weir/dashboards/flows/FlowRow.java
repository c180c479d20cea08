package io.weir.dashboards.flows;

import com.google.protobuf.Timestamp;
import io.weir.flowtext.Colors;
import io.weir.flowtext.DropTexts;
import io.weir.flowtext.FlowText;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.Service;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.model.drop.DropReasonInfo;
import io.weir.model.drop.DropReasons;
import io.weir.topic.TopicKeys;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flow as a line of a table; words are those of {@code weir observe}.
 *
 * @param id the flow's uuid, or where its source has none a text that begins with {@code ~}; the
 *     same flow always has the same
 * @param time when it happened
 * @param node who saw it
 * @param source who sent it; for a reply the server
 * @param destination who was to receive it
 * @param protocol {@code TCP}, {@code HTTP}, {@code DNS}, …; absent where it is not known
 * @param type kind of event, {@code to-endpoint}, {@code http-response}, {@code Policy denied}
 * @param verdict {@code FORWARDED}, …
 * @param summary what happened, in a few words
 * @param reason why it was dropped
 * @param policies that allowed or denied it
 * @param direction {@code ingress} or {@code egress}
 * @param isReply absent where the direction of the connection is not known
 * @param traceId of an HTTP request
 */
public record FlowRow(
    String id,
    Instant time,
    String node,
    FlowPeer source,
    FlowPeer destination,
    Optional<String> protocol,
    String type,
    String verdict,
    String summary,
    Optional<Reason> reason,
    List<PolicyName> policies,
    Optional<String> direction,
    Optional<Boolean> isReply,
    Optional<String> traceId) {
  private static final FlowText TEXT = new FlowText(true, false, new Colors(false));

  /**
   * Why a packet was dropped.
   *
   * @param name {@code POLICY_DENIED}
   * @param text {@code Policy denied}
   * @param happened one sentence; empty for a reason newer than this program
   * @param next what to do first
   */
  public record Reason(String name, String text, String happened, String next) {}

  /** A policy behind a verdict. */
  public record PolicyName(String kind, String namespace, String name) {
    /** {@code namespace/name}, or the name alone of one that has no namespace. */
    public String text() {
      return namespace.isEmpty() ? name : namespace + "/" + name;
    }
  }

  public FlowRow {
    policies = List.copyOf(policies);
  }

  /** The row of an answer that has a flow. */
  public static FlowRow of(GetFlowsResponse response) {
    Flow flow = response.getFlow();
    return new FlowRow(
        FlowId.of(response),
        instant(response),
        flow.getNodeName().isEmpty() ? response.getNodeName() : flow.getNodeName(),
        FlowPeer.of(
            TEXT.sourceName(flow),
            flow.getSource(),
            service(flow.getSourceService()),
            flow.getIP().getSource(),
            TopicKeys.sourcePort(flow.getL4()),
            flow.getSourceNamesList()),
        FlowPeer.of(
            TEXT.destinationName(flow),
            flow.getDestination(),
            service(flow.getDestinationService()),
            flow.getIP().getDestination(),
            TopicKeys.destinationPort(flow.getL4()),
            flow.getDestinationNamesList()),
        protocol(flow),
        TEXT.type(flow),
        verdict(flow),
        TEXT.summary(flow),
        reason(flow),
        policies(flow),
        direction(flow),
        flow.hasIsReply() ? Optional.of(flow.getIsReply().getValue()) : Optional.empty(),
        some(flow.getTraceContext().getParent().getTraceId()));
  }

  /** When it happened; an envelope without a time holds a flow with one. */
  static Instant instant(GetFlowsResponse response) {
    Timestamp time =
        response.getFlow().hasTime() ? response.getFlow().getTime() : response.getTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static String service(Service service) {
    return service.getNamespace().isEmpty()
        ? service.getName()
        : service.getNamespace() + "/" + service.getName();
  }

  private static Optional<String> protocol(Flow flow) {
    return switch (flow.getL7().getRecordCase()) {
      case HTTP -> Optional.of("HTTP");
      case DNS -> Optional.of("DNS");
      case KAFKA -> Optional.of("Kafka");
      case RECORD_NOT_SET ->
          flow.getL4().getProtocolCase().getNumber() == 0
              ? Optional.empty()
              : Optional.of(flow.getL4().getProtocolCase().name());
    };
  }

  private static String verdict(Flow flow) {
    return flow.getVerdict() == Verdict.UNRECOGNIZED
        ? Integer.toString(flow.getVerdictValue())
        : flow.getVerdict().name();
  }

  private static Optional<Reason> reason(Flow flow) {
    DropReason reason = flow.getDropReasonDesc();
    if (flow.getVerdict() != Verdict.DROPPED || reason == DropReason.DROP_REASON_UNKNOWN) {
      return Optional.empty();
    }
    int code = flow.getDropReasonDescValue();
    Optional<DropReasonInfo> info = DropReasons.ofCode(code);
    return Optional.of(
        new Reason(
            reason == DropReason.UNRECOGNIZED ? Integer.toString(code) : reason.name(),
            DropTexts.of(code),
            info.map(DropReasonInfo::happened).orElse(""),
            info.map(DropReasonInfo::next).orElse("")));
  }

  private static List<PolicyName> policies(Flow flow) {
    return Stream.of(
            flow.getEgressDeniedByList(),
            flow.getIngressDeniedByList(),
            flow.getEgressAllowedByList(),
            flow.getIngressAllowedByList())
        .flatMap(List::stream)
        .map(FlowRow::policy)
        .distinct()
        .toList();
  }

  private static PolicyName policy(Policy policy) {
    return new PolicyName(policy.getKind(), policy.getNamespace(), policy.getName());
  }

  private static Optional<String> direction(Flow flow) {
    return flow.getTrafficDirection() == TrafficDirection.INGRESS
            || flow.getTrafficDirection() == TrafficDirection.EGRESS
        ? Optional.of(flow.getTrafficDirection().name().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /**
   * A query for the flows of the same connection: those of the client's address and port, either
   * way. Empty where there are no ports.
   */
  public Optional<String> connection() {
    FlowPeer client = isReply.orElse(false) ? destination : source;
    return client.ip().flatMap(ip -> client.port().map(port -> "ip:" + ip + " port:" + port));
  }
}
