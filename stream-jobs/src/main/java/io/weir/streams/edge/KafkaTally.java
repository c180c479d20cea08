package io.weir.streams.edge;

import io.weir.series.v1.KafkaCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kafka requests of an edge by topic and API. Immutable.
 *
 * @param calls at most {@value #CALLS_MAX} and {@link Key#OTHER}
 */
public record KafkaTally(SortedMap<Key, Calls> calls) {
  /** Topic and API pairs kept apart in one window; the rest is summed up as {@code other}. */
  public static final int CALLS_MAX = 200;

  public static final KafkaTally NONE = new KafkaTally(Collections.emptySortedMap());

  /** Topic and API key, for example {@code orders} and {@code produce}. */
  public record Key(String topic, String api) implements Comparable<Key> {
    /** Everything over the limit. */
    public static final Key OTHER = new Key("other", "");

    @Override
    public int compareTo(Key other) {
      int byTopic = topic.compareTo(other.topic);
      return byTopic != 0 ? byTopic : api.compareTo(other.api);
    }

    @Override
    public String toString() {
      return topic + " " + api;
    }
  }

  /** Requests, and responses with an error code. Below 0 in corrections alone. */
  public record Calls(long requests, long errors) {
    public static final Calls REQUEST = new Calls(1, 0);
    public static final Calls ERROR = new Calls(0, 1);

    boolean isNone() {
      return requests == 0 && errors == 0;
    }

    Calls plus(Calls other) {
      return new Calls(requests + other.requests, errors + other.errors);
    }
  }

  static KafkaTally of(Key key, Calls calls) {
    TreeMap<Key, Calls> one = new TreeMap<>();
    one.put(key, calls);
    return new KafkaTally(Collections.unmodifiableSortedMap(one));
  }

  /** Adds field by field, within the limit. Associative and commutative. */
  public KafkaTally plus(KafkaTally other) {
    return other.calls.isEmpty()
        ? this
        : new KafkaTally(
            Capped.sum(calls, other.calls, Calls::plus, Calls::isNone, CALLS_MAX, Key.OTHER));
  }

  /** What takes these back. */
  KafkaTally negated() {
    if (calls.isEmpty()) {
      return this;
    }
    TreeMap<Key, Calls> less = new TreeMap<>();
    calls.forEach((key, value) -> less.put(key, new Calls(-value.requests(), -value.errors())));
    return new KafkaTally(Collections.unmodifiableSortedMap(less));
  }

  List<KafkaCounts> toProto() {
    List<KafkaCounts> counts = new ArrayList<>(calls.size());
    calls.forEach(
        (key, value) ->
            counts.add(
                KafkaCounts.newBuilder()
                    .setTopic(key.topic())
                    .setApi(key.api())
                    .setRequests(value.requests())
                    .setErrors(value.errors())
                    .build()));
    return counts;
  }

  static KafkaTally fromProto(List<KafkaCounts> counts) {
    TreeMap<Key, Calls> calls = new TreeMap<>();
    for (KafkaCounts count : counts) {
      calls.put(
          new Key(count.getTopic(), count.getApi()),
          new Calls(count.getRequests(), count.getErrors()));
    }
    return new KafkaTally(Collections.unmodifiableSortedMap(calls));
  }
}
