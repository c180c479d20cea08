package io.weir.streams.drop;

import io.weir.hubble.flow.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** The class of each drop reason that Hubble knows. */
public final class DropReasons {
  private static final Map<DropReason, DropClass> CLASSES = classes();

  private DropReasons() {}

  /** The class of {@code reason}; a reason newer than this program is a fault. */
  public static DropClass classOf(DropReason reason) {
    return CLASSES.getOrDefault(reason, DropClass.FAULT);
  }

  /** The class of a reason by its enum name. */
  public static DropClass classOf(String reason) {
    try {
      return classOf(DropReason.valueOf(reason));
    } catch (IllegalArgumentException newerThanThisProgram) {
      return DropClass.FAULT;
    }
  }

  /** False only for reasons that nobody has classified yet; a test allows none. */
  static boolean isClassified(DropReason reason) {
    return CLASSES.containsKey(reason);
  }

  @SuppressWarnings("deprecation") // older sources still send them
  private static Map<DropReason, DropClass> classes() {
    Map<DropReason, DropClass> classes = new EnumMap<>(DropReason.class);
    put(
        classes,
        DropClass.POLICY,
        DropReason.POLICY_DENIED,
        DropReason.POLICY_DENY,
        DropReason.AUTH_REQUIRED,
        DropReason.DENIED_BY_LB_SRC_RANGE_CHECK,
        DropReason.ENCAPSULATION_TRAFFIC_IS_PROHIBITED,
        DropReason.FORBIDDEN_ICMPV6_MESSAGE,
        DropReason.VLAN_FILTERED,
        DropReason.UNENCRYPTED_TRAFFIC,
        DropReason.IS_A_CLUSTERIP,
        DropReason.PROXY_REDIRECTION_NOT_SUPPORTED_FOR_PROTOCOL);
    put(
        classes,
        DropClass.CAPACITY,
        DropReason.CT_MAP_INSERTION_FAILED,
        DropReason.CT_CANNOT_CREATE_ENTRY_FROM_PACKET,
        DropReason.FAILED_TO_INSERT_INTO_PROXYMAP,
        DropReason.REACHED_EDT_RATE_LIMITING_DROP_HORIZON,
        DropReason.NO_MAPPING_FOR_NAT_MASQUERADE,
        DropReason.INVALID_TC_BUFFER,
        DropReason.DROP_RATE_LIMITED);
    put(
        classes,
        DropClass.INVALID,
        DropReason.INVALID_SOURCE_MAC,
        DropReason.INVALID_DESTINATION_MAC,
        DropReason.INVALID_SOURCE_IP,
        DropReason.INVALID_PACKET_DROPPED,
        DropReason.CT_TRUNCATED_OR_INVALID_HEADER,
        // Its text is "Fragmentation needed": the packet exceeds the MTU.
        DropReason.CT_MISSING_TCP_ACK_FLAG,
        DropReason.CT_UNKNOWN_L4_PROTOCOL,
        DropReason.UNSUPPORTED_L3_PROTOCOL,
        DropReason.UNKNOWN_L4_PROTOCOL,
        DropReason.UNKNOWN_ICMPV4_CODE,
        DropReason.UNKNOWN_ICMPV4_TYPE,
        DropReason.UNKNOWN_ICMPV6_CODE,
        DropReason.UNKNOWN_ICMPV6_TYPE,
        DropReason.INVALID_GENEVE_OPTION,
        DropReason.INVALID_IPV6_EXTENSION_HEADER,
        DropReason.IP_FRAGMENTATION_NOT_SUPPORTED,
        DropReason.FIRST_LOGICAL_DATAGRAM_FRAGMENT_NOT_FOUND,
        DropReason.UNSUPPORTED_L2_PROTOCOL,
        DropReason.UNSUPPORTED_PROTOCOL_FOR_NAT_MASQUERADE,
        DropReason.UNSUPPORTED_PROTOCOL_FOR_DSR_ENCAP,
        DropReason.INVALID_VNI,
        DropReason.TTL_EXCEEDED);
    put(
        classes,
        DropClass.EXPECTED,
        DropReason.NAT_NOT_NEEDED,
        DropReason.IGMP_HANDLED,
        DropReason.IGMP_SUBSCRIBED,
        DropReason.MULTICAST_HANDLED,
        DropReason.DROP_PUNT_PROXY);
    put(
        classes,
        DropClass.FAULT,
        DropReason.DROP_REASON_UNKNOWN,
        DropReason.MISSED_TAIL_CALL,
        DropReason.ERROR_WRITING_TO_PACKET,
        DropReason.ERROR_RETRIEVING_TUNNEL_KEY,
        DropReason.ERROR_RETRIEVING_TUNNEL_OPTIONS,
        DropReason.UNKNOWN_L3_TARGET_ADDRESS,
        DropReason.STALE_OR_UNROUTABLE_IP,
        DropReason.NO_MATCHING_LOCAL_CONTAINER_FOUND,
        DropReason.ERROR_WHILE_CORRECTING_L3_CHECKSUM,
        DropReason.ERROR_WHILE_CORRECTING_L4_CHECKSUM,
        DropReason.SERVICE_BACKEND_NOT_FOUND,
        DropReason.NO_TUNNEL_OR_ENCAPSULATION_ENDPOINT,
        DropReason.UNKNOWN_CONNECTION_TRACKING_STATE,
        DropReason.LOCAL_HOST_IS_UNREACHABLE,
        DropReason.NO_CONFIGURATION_AVAILABLE_TO_PERFORM_POLICY_DECISION,
        DropReason.FIB_LOOKUP_FAILED,
        DropReason.INVALID_IDENTITY,
        DropReason.UNKNOWN_SENDER,
        DropReason.SOCKET_LOOKUP_FAILED,
        DropReason.SOCKET_ASSIGN_FAILED,
        DropReason.NO_SID,
        DropReason.MISSING_SRV6_STATE,
        DropReason.NAT46,
        DropReason.NAT64,
        DropReason.CT_NO_MAP_FOUND,
        DropReason.SNAT_NO_MAP_FOUND,
        DropReason.INVALID_CLUSTER_ID,
        DropReason.NO_EGRESS_GATEWAY,
        DropReason.NO_NODE_ID,
        DropReason.DROP_HOST_NOT_READY,
        DropReason.DROP_EP_NOT_READY,
        DropReason.DROP_NO_EGRESS_IP);
    return classes;
  }

  private static void put(
      Map<DropReason, DropClass> classes, DropClass dropClass, DropReason... reasons) {
    for (DropReason reason : reasons) {
      if (classes.put(reason, dropClass) != null) {
        throw new IllegalStateException(reason + " has two classes");
      }
    }
  }
}
