package io.weir.topic;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer4;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Record keys. Text keys are UTF-8 with {@code |} between their parts, so that tools can show them.
 */
public final class TopicKeys {
  // Part of the stored format: another function would move connections to other partitions.
  private static final HashFunction HASH = Hashing.murmur3_128(0);

  private TopicKeys() {}

  /**
   * Eight bytes that both directions of a connection share: a hash of the protocol and both {@code
   * ip:port}, in an order of their own. Flows without addresses hash what they have.
   */
  public static byte[] connection(Flow flow) {
    return ByteBuffer.allocate(Long.BYTES).putLong(connectionHash(flow)).array();
  }

  /** The number behind {@link #connection}. */
  public static long connectionHash(Flow flow) {
    String source = flow.getIP().getSource() + " " + sourcePort(flow.getL4());
    String destination = flow.getIP().getDestination() + " " + destinationPort(flow.getL4());
    boolean ordered = source.compareTo(destination) <= 0;
    return HASH.newHasher()
        .putInt(flow.getL4().getProtocolCase().getNumber())
        .putString(ordered ? source : destination, StandardCharsets.UTF_8)
        .putByte((byte) 0)
        .putString(ordered ? destination : source, StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }

  /** Source port, 0 for protocols without ports. */
  public static int sourcePort(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> l4.getTCP().getSourcePort();
      case UDP -> l4.getUDP().getSourcePort();
      case SCTP -> l4.getSCTP().getSourcePort();
      case ICMPV4, ICMPV6, VRRP, IGMP, PROTOCOL_NOT_SET -> 0;
    };
  }

  /** Destination port, 0 for protocols without ports. */
  public static int destinationPort(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> l4.getTCP().getDestinationPort();
      case UDP -> l4.getUDP().getDestinationPort();
      case SCTP -> l4.getSCTP().getDestinationPort();
      case ICMPV4, ICMPV6, VRRP, IGMP, PROTOCOL_NOT_SET -> 0;
    };
  }

  /** {@code edge|window}. */
  public static byte[] edge(EdgeWindow window) {
    return utf8(edge(window.getEdge()) + "|" + window(window.getWindow()));
  }

  /** {@code indicator|target|window}. */
  public static byte[] sli(SliWindow sli) {
    String client = sli.hasClient() ? peer(sli.getClient()) : "";
    return utf8(
        String.join(
            "|",
            sli.getIndicator(),
            client,
            peer(sli.getServer()),
            sli.getProtocol() + ":" + sli.getPort(),
            sli.getProbe(),
            window(sli.getWindow())));
  }

  /** {@code reason|direction|source|destination|port|node|policies|window}. */
  public static byte[] drop(DropWindow drop) {
    return utf8(
        String.join(
            "|",
            drop.getReason(),
            drop.getDirection(),
            peer(drop.getSource()),
            peer(drop.getDestination()),
            drop.getProtocol() + ":" + drop.getPort(),
            drop.getNode(),
            String.join(",", drop.getPoliciesList()),
            window(drop.getWindow())));
  }

  /** {@code client|server|protocol:port}. */
  public static String edge(Edge edge) {
    return peer(edge.getClient())
        + "|"
        + peer(edge.getServer())
        + "|"
        + edge.getProtocol()
        + ":"
        + edge.getPort();
  }

  /** {@code cluster/namespace/kind/name}. */
  public static String peer(Peer peer) {
    return peer.getCluster()
        + "/"
        + peer.getNamespace()
        + "/"
        + peer.getKind()
        + "/"
        + peer.getName();
  }

  private static String window(Window window) {
    return window.getLengthNs() + "@" + window.getStartNs();
  }

  /** A text key. */
  public static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
