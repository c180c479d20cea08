package io.weir.alerting.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver believes: the alerts that it was told are open. Says what it has to be told when
 * things stand otherwise. Holds as many as are open. Confined to one thread.
 */
final class Told {
  /**
   * How long a receiver keeps what it was told before it hears of new words for the same alert:
   * figures move with each state, and each message may ring somewhere.
   */
  static final Duration WORDS_KEPT = Duration.ofMinutes(15);

  /**
   * How long nobody must have spoken of an alert before that means that it is over. After a start
   * what is open is not said at once: it is held back until its incident is known.
   */
  static final Duration MISSING_MAX = Duration.ofMinutes(2);

  /**
   * @param alert open, in the words that were used
   * @param at when it was told
   */
  record Entry(Alert alert, Instant at) {}

  private final Map<String, Entry> open = new TreeMap<>();
  private final Map<String, Instant> missingSince = new TreeMap<>();

  Told(Collection<Entry> known) {
    known.forEach(entry -> open.put(id(entry.alert()), entry));
  }

  static String id(Alert alert) {
    return WebhookBody.fingerprint(alert.labels());
  }

  /**
   * What the receiver does not know yet, in the order in which it is to be said: an alert that
   * began; one with other annotations, when the last words are {@link #WORDS_KEPT} old; the end of
   * one that it was told of, once: also when another began since, and when nobody has spoken of it
   * for {@link #MISSING_MAX}. An alert that was over before its begin was told is no news.
   *
   * @param standing every alert that is open, and those that were resolved a while ago
   */
  List<Alert> news(List<Alert> standing, Instant now) {
    Map<String, Alert> byId = new TreeMap<>();
    for (Alert alert : standing) {
      byId.merge(id(alert), alert, (a, b) -> a.resolvedAt().isEmpty() ? a : b);
    }
    missingSince.keySet().removeAll(byId.keySet());
    List<Alert> news = new ArrayList<>();
    open.forEach(
        (id, entry) -> {
          Alert is = byId.get(id);
          if (is == null) {
            Instant since = missingSince.computeIfAbsent(id, missing -> now);
            if (!now.isBefore(since.plus(MISSING_MAX))) {
              news.add(over(entry.alert(), since));
            }
          } else if (is.resolvedAt().isPresent()) {
            news.add(over(entry.alert(), is.resolvedAt().get()));
          } else if (!is.startsAt().equals(entry.alert().startsAt())) {
            news.add(over(entry.alert(), is.startsAt()));
          }
        });
    byId.forEach(
        (id, alert) -> {
          if (alert.resolvedAt().isEmpty() && isNews(open.get(id), alert, now)) {
            news.add(alert);
          }
        });
    return news;
  }

  private static boolean isNews(@Nullable Entry was, Alert is, Instant now) {
    if (was == null || !was.alert().startsAt().equals(is.startsAt())) {
      return true;
    }
    return !was.alert().annotations().equals(is.annotations())
        && !now.isBefore(was.at().plus(WORDS_KEPT));
  }

  private static Alert over(Alert alert, Instant at) {
    Instant end = at.isBefore(alert.startsAt()) ? alert.startsAt() : at;
    return new Alert(alert.labels(), alert.annotations(), alert.startsAt(), Optional.of(end));
  }

  /** The receiver heard it. */
  void heard(Alert alert, Instant at) {
    if (alert.resolvedAt().isPresent()) {
      open.remove(id(alert));
      missingSince.remove(id(alert));
    } else {
      open.put(id(alert), new Entry(alert, at));
    }
  }
}
