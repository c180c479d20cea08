package io.weir.collector.source.sockets;

import com.google.common.net.InetAddresses;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import io.weir.collector.enrich.HostIdentity;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.Emitter;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.flow.Verdict;
import java.net.Inet4Address;
import java.time.Instant;

/**
 * Writes a sighting as Hubble would have: a trace event of the packet that proves it.
 *
 * <p>The direction is the connection's, as seen from this host: EGRESS when the client is local
 * (also when both are), else INGRESS. All times are the poll's, so the time between a SYN and its
 * SYN+ACK is not a round trip.
 */
final class FlowMapper {
  private static final int TRACE = 4;
  private static final int FROM_ENDPOINT = 5;
  private static final int TO_ENDPOINT = 0;

  private final HostIdentity host;

  FlowMapper(HostIdentity host) {
    this.host = host;
  }

  @SuppressWarnings("deprecation") // Hubble's CLI still prints the summary.
  Flow flow(Sighting seen, Instant at, Endpoint client, Endpoint server) {
    boolean reply = seen.kind() == Sighting.Kind.SYN_ACK;
    End from = reply ? seen.server() : seen.client();
    End to = reply ? seen.client() : seen.server();
    boolean fromLocal = reply ? seen.serverLocal() : seen.clientLocal();
    return Flow.newBuilder()
        .setTime(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
        .setEmitter(Emitter.newBuilder().setName("Weir").setVersion(host.version()))
        .setVerdict(Verdict.FORWARDED)
        .setIP(
            IP.newBuilder()
                .setSource(InetAddresses.toAddrString(from.address()))
                .setDestination(InetAddresses.toAddrString(to.address()))
                .setIpVersion(
                    from.address() instanceof Inet4Address ? IPVersion.IPv4 : IPVersion.IPv6))
        .setL4(layer4(seen.kind(), from.port(), to.port()))
        .setSource(reply ? server : client)
        .setDestination(reply ? client : server)
        .setType(FlowType.L3_L4)
        .setNodeName(host.nodeName())
        .setEventType(
            CiliumEventType.newBuilder()
                .setType(TRACE)
                .setSubType(fromLocal ? FROM_ENDPOINT : TO_ENDPOINT))
        .setTraceObservationPoint(
            fromLocal ? TraceObservationPoint.FROM_ENDPOINT : TraceObservationPoint.TO_ENDPOINT)
        .setTrafficDirection(
            seen.clientLocal() ? TrafficDirection.EGRESS : TrafficDirection.INGRESS)
        .setIsReply(BoolValue.of(reply))
        .setSummary(summary(seen.kind()))
        .build();
  }

  private static Layer4 layer4(Sighting.Kind kind, int from, int to) {
    if (kind == Sighting.Kind.UDP) {
      return Layer4.newBuilder()
          .setUDP(UDP.newBuilder().setSourcePort(from).setDestinationPort(to))
          .build();
    }
    var flags = TCPFlags.newBuilder();
    flags.setSYN(kind == Sighting.Kind.SYN || kind == Sighting.Kind.SYN_ACK);
    flags.setACK(kind != Sighting.Kind.SYN);
    flags.setFIN(kind == Sighting.Kind.FIN);
    return Layer4.newBuilder()
        .setTCP(TCP.newBuilder().setSourcePort(from).setDestinationPort(to).setFlags(flags))
        .build();
  }

  private static String summary(Sighting.Kind kind) {
    return switch (kind) {
      case SYN -> "TCP Flags: SYN";
      case SYN_ACK -> "TCP Flags: SYN, ACK";
      case ACK -> "TCP Flags: ACK";
      case FIN -> "TCP Flags: ACK, FIN";
      case UDP -> "UDP";
    };
  }
}
