package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.alerting.suggest.Observation;
import io.weir.alerting.suggest.ObservedService;
import io.weir.alerting.suggest.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads the answer to the question {@code services} as what was counted. */
final class CountedServices {
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(10);

  private CountedServices() {}

  /** Empty when nothing was counted in the range. */
  static Optional<Observation> of(JsonNode answer) {
    JsonNode info = answer.path("info");
    // Where data begins in the range: its oldest window may be an hour of which little was seen.
    Optional<Instant> from =
        StreamSupport.stream(answer.path("rows").spliterator(), false)
            .map(row -> time(row, "firstSeen"))
            .min(Comparator.naturalOrder());
    return from.map(
        first ->
            new Observation(
                first.truncatedTo(ChronoUnit.SECONDS),
                end(info, first),
                info.path("lost").asLong(),
                services(answer)));
  }

  /** A replayed capture may have ended long ago: the pace is that of its own time. */
  private static Instant end(JsonNode info, Instant first) {
    Instant asked = time(info, "to");
    Instant last = time(info, "dataTo").plus(SHORTEST_WINDOW);
    Instant end = last.isBefore(asked) ? last : asked;
    return end.isAfter(first) ? end : first.plus(SHORTEST_WINDOW);
  }

  private static List<ObservedService> services(JsonNode answer) {
    List<ObservedService> services = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      JsonNode peer = row.path("service");
      Map<String, Seen> indicators = new LinkedHashMap<>();
      for (JsonNode indicator : row.path("indicators")) {
        indicators.put(
            indicator.path("name").asText(),
            new Seen(indicator.path("good").asLong(), indicator.path("total").asLong()));
      }
      services.add(
          new ObservedService(
              peer.path("cluster").asText(),
              peer.path("namespace").asText(),
              peer.path("kind").asText(),
              peer.path("name").asText(),
              indicators));
    }
    return services;
  }

  private static Instant time(JsonNode part, String field) {
    return Instant.parse(part.path(field).asText());
  }
}
