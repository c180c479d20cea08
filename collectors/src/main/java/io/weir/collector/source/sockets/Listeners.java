package io.weir.collector.source.sockets;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Who waits for peers on this host, with the inode of the waiting socket. */
final class Listeners {
  private static final InetAddress ANY4 = any(4);
  private static final InetAddress ANY6 = any(16);

  private final Map<Protocol, Map<End, Long>> inodes = new EnumMap<>(Protocol.class);

  Listeners(List<SocketEntry> entries) {
    for (Protocol protocol : Protocol.values()) {
      inodes.put(protocol, new HashMap<>());
    }
    for (SocketEntry entry : entries) {
      if (entry.listens()) {
        inodes.get(entry.protocol()).putIfAbsent(entry.local(), entry.inode());
      }
    }
  }

  /** The listener that this end belongs to: of the address itself, else of every address. */
  OptionalLong inode(Protocol protocol, End end) {
    var ofProtocol = inodes.get(protocol);
    Long exact = ofProtocol.get(end);
    if (exact == null && end.address() instanceof Inet4Address) {
      exact = ofProtocol.get(new End(ANY4, end.port()));
    }
    if (exact == null) {
      // A listener on :: takes IPv4 too, unless it asked not to; the table does not say.
      exact = ofProtocol.get(new End(ANY6, end.port()));
    }
    return exact == null ? OptionalLong.empty() : OptionalLong.of(exact);
  }

  private static InetAddress any(int length) {
    try {
      return InetAddress.getByAddress(new byte[length]);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
