package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * One edge in a range.
 *
 * @param client who calls
 * @param server who is called
 * @param port of the server; 0 for protocols without ports
 * @param protocol {@code TCP}, {@code UDP}, …
 * @param diagnosis how it does, and why
 * @param traffic what was counted
 */
public record EdgeRow(
    PeerView client,
    PeerView server,
    int port,
    String protocol,
    @JsonUnwrapped Diagnosis diagnosis,
    @JsonUnwrapped Traffic traffic) {
  /** {@code shop/cart → shop/redis TCP:6379}. */
  String label() {
    return client.label() + " → " + server.label() + " " + protocol + ":" + port;
  }
}
