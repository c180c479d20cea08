package io.weir.streams.edge;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.model.drop.DropReasonInfo;
import io.weir.model.drop.DropReasons;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a flow says about itself, with the gaps of older and sparser sources filled. */
public final class FlowFacts {
  private static final int EVENT_DROP = 1;
  static final int EVENT_POLICY_VERDICT = 5;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  // What nearly every flow counts, made once.
  private static final NamedCounts SOURCE = NamedCounts.one("source");
  private static final NamedCounts DESTINATION = NamedCounts.one("destination");
  private static final NamedCounts PROXY = NamedCounts.one("proxy");
  private static final NamedCounts UNKNOWN = NamedCounts.one("unknown");
  private static final Map<Verdict, NamedCounts> VERDICTS = verdicts();

  private FlowFacts() {}

  /** Event time in nanoseconds: the header's, else the flow's own; 0 when neither has one. */
  public static long timeNs(FlowEvent event) {
    long observed = event.getHeader().getObservedAtNs();
    if (observed != 0) {
      return observed;
    }
    var time = event.getFlow().getTime();
    return saturated(time.getSeconds(), time.getNanos());
  }

  /** Nobody's clock shows the year 9999, but a flow may: too large stays too large. */
  private static long saturated(long seconds, int nanos) {
    if (Math.abs(seconds) >= Long.MAX_VALUE / NS_PER_SECOND) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * NS_PER_SECOND + nanos;
  }

  /** {@code TCP}, {@code UDP}, {@code ICMPv4}…, or {@code UNKNOWN}. */
  public static String protocol(Flow flow) {
    return switch (flow.getL4().getProtocolCase()) {
      case TCP -> "TCP";
      case UDP -> "UDP";
      case SCTP -> "SCTP";
      case ICMPV4 -> "ICMPv4";
      case ICMPV6 -> "ICMPv6";
      case VRRP -> "VRRP";
      case IGMP -> "IGMP";
      case PROTOCOL_NOT_SET -> "UNKNOWN";
    };
  }

  /** True for a request or response that a proxy saw; sparse sources leave the type out. */
  public static boolean isL7(Flow flow) {
    return flow.getType() == FlowType.L7
        || (flow.hasL7() && flow.getL7().getRecordCase() != Layer7.RecordCase.RECORD_NOT_SET);
  }

  /** Which side reported: {@code source}, {@code destination}, {@code proxy} or {@code unknown}. */
  static NamedCounts reporter(Flow flow) {
    if (isL7(flow)) {
      return PROXY;
    }
    // The direction is the connection's, replies included.
    return switch (flow.getTrafficDirection()) {
      case EGRESS -> SOURCE;
      case INGRESS -> DESTINATION;
      default -> UNKNOWN;
    };
  }

  /** One proxy: it reports each of its requests once. */
  static String proxy(Flow flow) {
    TrafficDirection direction = flow.getTrafficDirection();
    return flow.getNodeName() + "|" + (direction == TrafficDirection.INGRESS ? "in" : "out");
  }

  /** The verdict's name, or its number when it is newer than this program. */
  static NamedCounts verdict(Flow flow) {
    NamedCounts known = VERDICTS.get(flow.getVerdict());
    return known == null ? NamedCounts.one(Integer.toString(flow.getVerdictValue())) : known;
  }

  private static Map<Verdict, NamedCounts> verdicts() {
    Map<Verdict, NamedCounts> verdicts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.UNRECOGNIZED) {
        verdicts.put(verdict, NamedCounts.one(verdict.name()));
      }
    }
    return verdicts;
  }

  /**
   * Why the flow was dropped, a name of {@link DropReasons}; empty when it was not.
   *
   * <p>A policy verdict is the announcement of a drop that the datapath reports as well, so it is
   * not one itself (Hubble's {@code drop_total} counts the same way). A proxy drops a request for
   * one reason only: policy.
   */
  public static Optional<String> dropReason(Flow flow) {
    if (flow.getVerdict() != Verdict.DROPPED
        || flow.getEventType().getType() == EVENT_POLICY_VERDICT) {
      return Optional.empty();
    }
    DropReason named = flow.getDropReasonDesc();
    if (named != DropReason.DROP_REASON_UNKNOWN && named != DropReason.UNRECOGNIZED) {
      return Optional.of(named.name());
    }
    int code = dropCode(flow);
    if (code != 0) {
      // A code newer than this program keeps its number: it can be looked up, "unknown" cannot.
      return Optional.of(DropReasons.ofCode(code).map(DropReasonInfo::name).orElse("CODE_" + code));
    }
    return Optional.of(
        (isL7(flow) ? DropReason.POLICY_DENIED : DropReason.DROP_REASON_UNKNOWN).name());
  }

  @SuppressWarnings("deprecation") // sources before Hubble 0.10 fill nothing else
  private static int dropCode(Flow flow) {
    if (flow.getDropReasonDesc() == DropReason.UNRECOGNIZED) {
      return flow.getDropReasonDescValue();
    }
    if (flow.getDropReason() != 0) {
      return flow.getDropReason();
    }
    return flow.getEventType().getType() == EVENT_DROP ? flow.getEventType().getSubType() : 0;
  }
}
