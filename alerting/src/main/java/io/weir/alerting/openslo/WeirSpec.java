package io.weir.alerting.openslo;

import java.util.List;
import java.util.Optional;

/**
 * What a metric of the {@code weir} data source counts: a series of {@code weir.slis.v1}, or flows
 * that meet a condition.
 *
 * @param place where it stands
 * @param fields the fields that are there; of another source they mean nothing here
 * @param indicator {@code http-availability}, …
 * @param service {@code cluster/namespace/kind/name} with {@code *} for any text; or {@code
 *     namespace/name}, or {@code name}
 * @param client the caller, likewise
 * @param port of the server
 * @param protocol {@code TCP}, {@code UDP}
 * @param probe id of a probe, {@code *} for any
 * @param fanOut {@code service} or {@code edge}: an objective for each
 * @param count {@code good}, {@code bad} or {@code total}
 * @param cel condition on a flow, for an indicator of one's own
 */
public record WeirSpec(
    Place place,
    List<String> fields,
    Optional<Located<String>> indicator,
    Optional<Located<String>> service,
    Optional<Located<String>> client,
    Optional<Integer> port,
    Optional<Located<String>> protocol,
    Optional<Located<String>> probe,
    Optional<Located<String>> fanOut,
    Optional<Located<String>> count,
    Optional<Located<String>> cel) {
  /** The fields that there are. */
  static final List<String> FIELDS =
      List.of(
          "indicator", "service", "client", "port", "protocol", "probe", "fanOut", "count", "cel");

  public WeirSpec {
    fields = List.copyOf(fields);
  }

  /** Whether both are about the same events, whatever they count of them. */
  boolean isAboutTheSame(WeirSpec other) {
    return text(indicator).equals(text(other.indicator))
        && text(service).equals(text(other.service))
        && text(client).equals(text(other.client))
        && port.equals(other.port)
        && text(protocol).equals(text(other.protocol))
        && text(probe).equals(text(other.probe))
        && text(fanOut).equals(text(other.fanOut));
  }

  private static Optional<String> text(Optional<Located<String>> located) {
    return located.map(Located::value);
  }
}
