package io.weir.collector.source.sockets;

/**
 * Something that the kernel's tables prove about one connection.
 *
 * @param client who opened it
 * @param server who was asked
 * @param clientLocal whether the client is on this host; both can be
 * @param clientInode the client's socket; 0 when unknown or not on this host
 * @param serverInode the server's socket or, without one, the socket it listens on; 0 likewise
 */
record Sighting(
    Kind kind,
    Protocol protocol,
    End client,
    End server,
    boolean clientLocal,
    boolean serverLocal,
    long clientInode,
    long serverInode) {
  enum Kind {
    /** The client asked for a connection. */
    SYN,
    /** The server agreed. */
    SYN_ACK,
    /** It is open. */
    ACK,
    /** It was open and is closed; how, the tables do not say. */
    FIN,
    /** A UDP socket has this peer. */
    UDP
  }
}
