package io.weir.collector.source.sockets;

/**
 * One line of {@code /proc/net/tcp} and its sisters.
 *
 * @param inode of the socket; 0 when no process holds it (not accepted yet, or after its close)
 */
record SocketEntry(Protocol protocol, End local, End remote, SocketState state, long inode) {
  /** Waits for peers: a listening TCP socket, or a UDP socket without a peer. */
  boolean listens() {
    return protocol == Protocol.TCP
        ? state == SocketState.LISTEN
        : state == SocketState.CLOSE && remote.isNobody() && local.port() != 0;
  }

  /** Has a peer. */
  boolean isConnection() {
    return remote.port() != 0 && state != SocketState.LISTEN && state != SocketState.CLOSE;
  }
}
