package io.weir.alerting.kstreams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.alerting.burn.Counts;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStore;

/** What each series counted last in each window, for a while. Confined to its task. */
final class SeenCounts {
  /**
   * What one series counted.
   *
   * @param lost events of all nodes
   */
  record Seen(long good, long total, long lost) {
    static final Seen NOTHING = new Seen(0, 0, 0);

    Seen plus(Seen other) {
      return new Seen(good + other.good, total + other.total, lost + other.lost);
    }
  }

  private final WindowStore<Bytes, byte[]> store;

  SeenCounts(WindowStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** What a series counted; nothing when it is not known. */
  Seen last(LiveObjective of, String series, long startMs) {
    byte[] bytes = store.fetch(key(of, series), startMs);
    return bytes == null ? Seen.NOTHING : seen(bytes);
  }

  /** Whether a series counted in a window, if only nothing. */
  boolean has(LiveObjective of, String series, long startMs) {
    return store.fetch(key(of, series), startMs) != null;
  }

  /**
   * By how much this is more than all series lost so far: lost events are those of all nodes, the
   * same in every series, and the largest number counts.
   */
  long moreLost(LiveObjective of, long startMs, long lost) {
    return lost == 0 ? 0 : Math.max(0, lost - last(of, "", startMs).lost());
  }

  void put(LiveObjective of, String series, long startMs, Seen seen) {
    put(key(of, series), startMs, seen);
    if (moreLost(of, startMs, seen.lost()) > 0) {
      put(key(of, ""), startMs, new Seen(0, 0, seen.lost()));
    }
  }

  private void put(Bytes key, long startMs, Seen seen) {
    // As it was always kept: the first of the three is called bad elsewhere.
    store.put(key, BurnValues.ofCounts(new Counts(seen.good, seen.total, seen.lost)), startMs);
  }

  private static Seen seen(byte[] bytes) {
    Counts counts = BurnValues.counts(bytes);
    return new Seen(counts.bad(), counts.total(), counts.lost());
  }

  /**
   * What all series of an objective counted in each window that begins at {@code fromMs} or later.
   */
  SortedMap<Long, Seen> since(LiveObjective of, long fromMs) {
    SortedMap<Long, Seen> sums = new TreeMap<>();
    byte[] prefix = key(of, "").get();
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = (byte) 0xff; // larger than any byte of a series
    try (KeyValueIterator<Windowed<Bytes>, byte[]> all =
        store.fetch(
            Bytes.wrap(prefix),
            Bytes.wrap(end),
            Instant.ofEpochMilli(fromMs),
            Instant.ofEpochMilli(Long.MAX_VALUE))) {
      while (all.hasNext()) {
        KeyValue<Windowed<Bytes>, byte[]> entry = all.next();
        boolean ofAll = entry.key.key().get().length == prefix.length;
        Seen seen = seen(entry.value);
        // Lost is that of all series, under a key of its own.
        Seen more = ofAll ? new Seen(0, 0, seen.lost()) : new Seen(seen.good(), seen.total(), 0);
        sums.merge(entry.key.window().start(), more, Seen::plus);
      }
    }
    return sums;
  }

  private static Bytes key(LiveObjective of, String series) {
    return Bytes.wrap((of.seenAs() + series).getBytes(UTF_8));
  }
}
