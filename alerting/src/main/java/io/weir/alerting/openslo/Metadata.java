package io.weir.alerting.openslo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every object has.
 *
 * @param name a DNS label
 * @param displayName for people
 * @param labels a label may have several values
 * @param annotations free texts; {@code weir.io/…} are ours, see {@link Annotations}
 */
public record Metadata(
    Located<String> name,
    Optional<String> displayName,
    Map<String, List<String>> labels,
    Map<String, String> annotations,
    Place place) {
  public Metadata {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
