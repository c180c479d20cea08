package io.weir.alerting.notify;

import io.weir.model.LabelMatcher;
import io.weir.slo.v1.Silence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people silenced and acknowledged. A silence is for alerts that begin while it lasts: one
 * that people were told of goes on until it is over, since a page that vanishes looks resolved.
 * Immutable.
 */
public final class Silences {
  /** Nothing is silenced. */
  public static final Silences NONE = new Silences(List.of(), Map.of());

  private static final Logger LOG = LoggerFactory.getLogger(Silences.class);

  private final List<Quiet> quiet;
  private final Map<String, Silence> byIncident;

  private record Quiet(List<LabelMatcher> matchers, Instant starts, Instant ends) {
    boolean holds(Map<String, String> labels, Instant beganAt, Instant now) {
      return !beganAt.isBefore(starts)
          && !now.isBefore(starts)
          && now.isBefore(ends)
          && matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }
  }

  private Silences(List<Quiet> quiet, Map<String, Silence> byIncident) {
    this.quiet = quiet;
    this.byIncident = byIncident;
  }

  /** Those that can be read; others silence nothing. */
  public static Silences of(Collection<Silence> all) {
    List<Quiet> quiet = new ArrayList<>();
    Map<String, Silence> byIncident = new HashMap<>();
    for (Silence silence :
        all.stream().sorted(Comparator.comparingLong(Silence::getCreatedNs)).toList()) {
      if (!silence.getIncident().isEmpty()) {
        byIncident.put(silence.getIncident(), silence);
      } else {
        read(silence).ifPresent(quiet::add);
      }
    }
    return new Silences(List.copyOf(quiet), Map.copyOf(byIncident));
  }

  private static Optional<Quiet> read(Silence silence) {
    if (silence.getMatchersCount() == 0) {
      return Optional.empty(); // would be everything
    }
    try {
      return Optional.of(
          new Quiet(
              silence.getMatchersList().stream().map(LabelMatcher::parse).toList(),
              Instant.ofEpochSecond(0, silence.getStartsNs()),
              Instant.ofEpochSecond(0, silence.getEndsNs())));
    } catch (IllegalArgumentException e) {
      LOG.warn("A silence cannot be read and silences nothing id={}", silence.getId(), e);
      return Optional.empty();
    }
  }

  /** Whether nobody is to be told of an alert that is open. */
  boolean isQuiet(Alert alert, Instant now) {
    return quiet.stream().anyMatch(one -> one.holds(alert.labels(), alert.startsAt(), now));
  }

  /** Who has taken an incident on. */
  Optional<Silence> acknowledged(String incident, Instant now) {
    return Optional.ofNullable(byIncident.get(incident))
        .filter(silence -> now.isBefore(Instant.ofEpochSecond(0, silence.getEndsNs())));
  }
}
