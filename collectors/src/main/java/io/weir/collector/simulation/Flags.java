package io.weir.collector.simulation;

import io.weir.hubble.flow.TCPFlags;
import java.util.Optional;

/** Flags of the segments that a connection is made of. */
enum Flags {
  /** Of what is no segment. */
  NONE(""),
  SYN("SYN"),
  SYN_ACK("SYN, ACK"),
  ACK("ACK"),
  DATA("ACK, PSH"),
  FIN("ACK, FIN"),
  RST("RST"),
  RST_ACK("ACK, RST");

  private final String names;

  Flags(String names) {
    this.names = names;
  }

  /** As Hubble words it. */
  String summary() {
    return names.isEmpty() ? "" : "TCP Flags: " + names;
  }

  Optional<TCPFlags> message() {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        TCPFlags.newBuilder()
            .setSYN(names.contains("SYN"))
            .setACK(names.contains("ACK"))
            .setPSH(names.contains("PSH"))
            .setFIN(names.contains("FIN"))
            .setRST(names.contains("RST"))
            .build());
  }
}
