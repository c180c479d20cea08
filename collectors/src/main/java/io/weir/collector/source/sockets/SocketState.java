package io.weir.collector.source.sockets;

import java.util.Optional;

/** TCP states by the kernel's numbers (include/net/tcp_states.h); UDP uses two of them. */
enum SocketState {
  ESTABLISHED(1),
  SYN_SENT(2),
  SYN_RECV(3),
  FIN_WAIT1(4),
  FIN_WAIT2(5),
  TIME_WAIT(6),
  /** Unused in TCP's list; an unconnected UDP socket. */
  CLOSE(7),
  CLOSE_WAIT(8),
  LAST_ACK(9),
  LISTEN(10),
  CLOSING(11),
  /** A handshake that has no socket yet; the kernel prints it as SYN_RECV. */
  NEW_SYN_RECV(12);

  private static final SocketState[] ALL = values();

  private final int number;

  SocketState(int number) {
    this.number = number;
  }

  static Optional<SocketState> of(int number) {
    return number >= 1 && number <= ALL.length ? Optional.of(ALL[number - 1]) : Optional.empty();
  }

  int number() {
    return number;
  }
}
