package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * HTTP on one edge in a range.
 *
 * @param client who calls
 * @param server who is called
 * @param port of the server
 * @param http all calls together
 * @param calls by method and path, most requests first
 * @param otherRequests requests beyond the job's cap of distinct calls: in {@code http}, in none of
 *     the {@code calls}
 */
public record HttpRow(
    PeerView client,
    PeerView server,
    int port,
    @JsonUnwrapped Http http,
    List<Call> calls,
    long otherRequests) {
  /**
   * One kind of call.
   *
   * @param method {@code GET}, …
   * @param path with identifiers folded to {@code *}
   * @param http its requests and responses
   */
  public record Call(String method, String path, @JsonUnwrapped Http http) {}

  String label() {
    return client.label() + " → " + server.label() + ":" + port;
  }
}
