package io.weir.topic;

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
    String source = flow.getIP().getSource();
    int sourcePort = sourcePort(flow.getL4());
    String destination = flow.getIP().getDestination();
    int destinationPort = destinationPort(flow.getL4());
    boolean ordered = isOrdered(source, sourcePort, destination, destinationPort);
    String first = ordered ? source : destination;
    String second = ordered ? destination : source;
    // Three bytes at most for a character, and a port's digits: no text is made for the hash alone.
    byte[] bytes = new byte[3 * (first.length() + second.length()) + 32];
    int at = putInt(flow.getL4().getProtocolCase().getNumber(), bytes);
    at = putEnd(first, ordered ? sourcePort : destinationPort, bytes, at);
    bytes[at++] = 0;
    at = putEnd(second, ordered ? destinationPort : sourcePort, bytes, at);
    // Part of the stored format: another function would move connections to other partitions.
    return Murmur3.hash(bytes, at);
  }

  /** As {@code ip port} compare as texts. */
  private static boolean isOrdered(
      String source, int sourcePort, String destination, int destinationPort) {
    int shorter = Math.min(source.length(), destination.length());
    for (int i = 0; i < shorter; i++) {
      int difference = source.charAt(i) - destination.charAt(i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return (source + " " + sourcePort).compareTo(destination + " " + destinationPort) <= 0;
  }

  private static int putInt(int number, byte[] bytes) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[i] = (byte) (number >>> Byte.SIZE * i);
    }
    return Integer.BYTES;
  }

  private static int putEnd(String address, int port, byte[] bytes, int start) {
    int at = start;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c >= 0x80) {
        byte[] utf8 = address.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, bytes, start, utf8.length);
        at = start + utf8.length;
        break;
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = ' ';
    return putDigits(port, bytes, at);
  }

  private static int putDigits(int number, byte[] bytes, int start) {
    if (number < 0) {
      // Nobody's port, but what a broken source may say.
      byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, bytes, start, text.length);
      return start + text.length;
    }
    int digits = 1;
    for (int left = number / 10; left > 0; left /= 10) {
      digits++;
    }
    int left = number;
    for (int at = start + digits - 1; at >= start; at--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    return start + digits;
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
    return sli(sli.getIndicator(), sliSubject(sli, sli.getWindow()));
  }

  /** The same of one indicator of many about one target and window. */
  public static byte[] sli(String indicator, String subject) {
    return utf8(indicator + "|" + subject);
  }

  /** {@code target|window}. */
  public static String sliSubject(SliWindow target, Window window) {
    String client = target.hasClient() ? peer(target.getClient()) : "";
    return String.join(
        "|",
        client,
        peer(target.getServer()),
        target.getProtocol() + ":" + target.getPort(),
        target.getProbe(),
        window(window));
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
