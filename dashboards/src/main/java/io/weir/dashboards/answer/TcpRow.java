package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * TCP connections of one edge in a range.
 *
 * @param client who connects
 * @param server who is connected to
 * @param port of the server
 * @param tcp what became of the connections
 */
public record TcpRow(PeerView client, PeerView server, int port, @JsonUnwrapped Tcp tcp) {
  String label() {
    return client.label() + " → " + server.label() + ":" + port;
  }
}
