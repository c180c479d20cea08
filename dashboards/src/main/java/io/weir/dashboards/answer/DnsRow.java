package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * DNS between one client and one resolver in a range.
 *
 * @param client who asks
 * @param server the resolver
 * @param port of the resolver
 * @param protocol {@code UDP} or {@code TCP}
 * @param dns all names together
 * @param names most queries first; the job caps how many a window has
 */
public record DnsRow(
    PeerView client,
    PeerView server,
    int port,
    String protocol,
    @JsonUnwrapped Dns dns,
    List<Name> names) {
  /**
   * One query name.
   *
   * @param name lower-case
   * @param queries for it
   * @param answers by rcode name; sorted
   */
  public record Name(String name, long queries, Map<String, Long> answers) {}

  String label() {
    return client.label() + " → " + server.label();
  }
}
