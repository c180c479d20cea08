package io.weir.dashboards.answer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * HTTP requests and their answers.
 *
 * @param requests seen
 * @param responses seen; fewer than the requests while some are under way
 * @param classes responses by class, {@code 2xx}; sorted
 * @param codes responses by status code, {@code 200}; sorted
 * @param clientErrorRatio 4xx / responses, 0 to 1; absent without responses
 * @param serverErrorRatio 5xx / responses, 0 to 1; absent without responses
 * @param latency of the responses
 */
public record Http(
    long requests,
    long responses,
    Map<String, Long> classes,
    Map<String, Long> codes,
    OptionalDouble clientErrorRatio,
    OptionalDouble serverErrorRatio,
    Optional<Latency> latency) {
  long serverErrors() {
    return classes.getOrDefault("5xx", 0L);
  }

  long clientErrors() {
    return classes.getOrDefault("4xx", 0L);
  }
}
