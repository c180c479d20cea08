package io.weir.dashboards.api;

import io.weir.dashboards.answer.EdgeFilter;
import io.weir.dashboards.answer.SliFilter;
import io.weir.dashboards.answer.SliFilter.By;
import io.weir.dashboards.answer.WindowPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters that only the question {@code slis} has.
 *
 * @param indicator which; empty where it was not asked for
 * @param step length of the windows; empty for one that fits the range
 * @param by services or edges; empty for what fits {@code from}
 * @param probe id of a probe; empty for all
 */
record SliAsk(String indicator, Optional<Duration> step, Optional<By> by, String probe) {
  static final List<String> PARAMETERS = List.of("indicator", "step", "by", "probe");

  private static final Map<String, Duration> STEPS =
      Map.of("10s", Duration.ofSeconds(10), "1m", Duration.ofMinutes(1), "1h", Duration.ofHours(1));

  /**
   * @throws BadQuestionException naming the first that cannot be understood
   */
  static SliAsk parse(Map<String, String> parameters) {
    return new SliAsk(
        parameters.getOrDefault("indicator", ""),
        Optional.ofNullable(parameters.get("step")).map(SliAsk::step),
        Optional.ofNullable(parameters.get("by")).map(SliAsk::by),
        parameters.getOrDefault("probe", ""));
  }

  private static Duration step(String text) {
    Duration step = STEPS.get(text);
    if (step == null) {
      throw new BadQuestionException("step", text, "10s, 1m or 1h");
    }
    return step;
  }

  private static By by(String text) {
    return switch (text) {
      case "service" -> By.SERVICE;
      case "edge" -> By.EDGE;
      default -> throw new BadQuestionException("by", text, "service or edge");
    };
  }

  /**
   * Which series are meant. Who names an end means edges: services are counted over all callers.
   *
   * @throws BadQuestionException without an indicator
   */
  SliFilter filter(EdgeFilter peers) {
    if (indicator.isEmpty()) {
      throw new BadQuestionException(
          "indicator", "missing", "http-availability, tcp-connect, … or a custom name");
    }
    By narrowed = peers.from().isEmpty() && peers.to().isEmpty() ? By.SERVICE : By.EDGE;
    if (by.filter(asked -> asked == By.SERVICE && narrowed == By.EDGE).isPresent()) {
      throw new BadQuestionException("by", "service", "edge beside from or to");
    }
    return new SliFilter(indicator, by.orElse(narrowed), peers, probe);
  }

  /** The length of the windows of an answer. */
  Duration stepOf(Duration range) {
    return step.orElseGet(() -> WindowPlan.step(range));
  }
}
