package io.weir.filter;

import com.google.protobuf.Descriptors.EnumDescriptor;
import io.weir.flowtext.Identities;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Verdict;
import java.util.List;
import java.util.Locale;

/** The words that filter flags understand, in lower case, and what they understand beyond them. */
public final class FilterWords {
  /** As the server has them. */
  public static final List<String> PROTOCOLS =
      List.of(
          "tcp", "udp", "http", "dns", "icmp", "icmpv4", "icmpv6", "sctp", "kafka", "vrrp", "igmp");

  private static final List<String> EVENT_TYPES =
      List.of("drop", "trace", "l7", "policy-verdict", "capture", "trace-sock");

  private FilterWords() {}

  /** What the datapath can do with a packet. */
  public static List<String> verdicts() {
    return words(Verdict.getDescriptor());
  }

  /** Why it can drop one. */
  public static List<String> dropReasons() {
    return words(DropReason.getDescriptor());
  }

  private static List<String> words(EnumDescriptor type) {
    return type.getValues().stream()
        .filter(value -> value.getNumber() != 0)
        .map(value -> value.getName().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Kinds of events that flows come from. */
  public static List<String> eventTypes() {
    return EVENT_TYPES;
  }

  /** Reserved identities. */
  public static List<String> identities() {
    return Identities.names();
  }

  /** Whether {@code --type} understands it. */
  public static boolean isEventType(String value) {
    return understood(() -> FilterValues.eventType(value));
  }

  /** Whether {@code --identity} understands it. */
  public static boolean isIdentity(String value) {
    return understood(() -> FilterValues.identity(value));
  }

  /** Whether {@code --tcp-flags} understands it. */
  public static boolean areTcpFlags(String value) {
    return understood(() -> FilterValues.tcpFlags(value));
  }

  private static boolean understood(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
