package io.weir.alerting.kstreams;

import io.weir.alerting.burn.Counts;
import io.weir.alerting.burn.Journal;
import io.weir.alerting.burn.Level;
import io.weir.alerting.burn.RuleState;
import io.weir.alerting.burn.SloBurn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps one objective in the store, entry by entry: what a window changes is a few of them. */
final class StoredJournal implements Journal {
  private final KeyValueStore<Bytes, byte[]> store;
  private final byte[] id;

  StoredJournal(KeyValueStore<Bytes, byte[]> store, String id) {
    this.store = store;
    this.id = BurnKeys.idBytes(id);
  }

  @Override
  public void put(Level level, long startMs, Counts counts) {
    store.put(BurnKeys.bucket(id, level, startMs), BurnValues.ofCounts(counts));
  }

  @Override
  public void remove(Level level, long startMs) {
    store.delete(BurnKeys.bucket(id, level, startMs));
  }

  @Override
  public void marks(long firstMs, long closedMs) {
    store.put(BurnKeys.of(id, BurnKeys.MARKS), BurnValues.longs(firstMs, closedMs));
  }

  @Override
  public void state(String rule, RuleState state) {
    store.put(BurnKeys.rule(id, rule), BurnValues.ofState(state));
  }

  /** The past of the objective is to be found out, also by who comes after a restart. */
  void wantPast() {
    store.put(BurnKeys.of(id, BurnKeys.PAST), BurnValues.longs());
  }

  /** The past is in, or there is none. */
  void pastIsIn() {
    store.delete(BurnKeys.of(id, BurnKeys.PAST));
  }

  /** Whether it is still to be found out. */
  boolean wantsPast() {
    return store.get(BurnKeys.of(id, BurnKeys.PAST)) != null;
  }

  /** How much of the past is kept from now on. */
  void depth(String depth) {
    store.put(BurnKeys.of(id, BurnKeys.DEPTH), BurnValues.text(depth));
  }

  /** How much of it was kept so far; empty when nobody said. */
  Optional<String> depth() {
    return Optional.ofNullable(store.get(BurnKeys.of(id, BurnKeys.DEPTH))).map(BurnValues::text);
  }

  /** Gives everything back. */
  void load(SloBurn burn) {
    for (KeyValue<Bytes, byte[]> entry : entries()) {
      switch (BurnKeys.kind(entry.key)) {
        case BurnKeys.BUCKET ->
            burn.load(
                BurnKeys.levelOf(entry.key),
                BurnKeys.startOf(entry.key),
                BurnValues.counts(entry.value));
        case BurnKeys.MARKS -> {
          ByteBuffer marks = BurnValues.open(entry.value);
          burn.loadMarks(marks.getLong(), marks.getLong());
        }
        case BurnKeys.RULE -> burn.load(BurnKeys.ruleOf(entry.key), BurnValues.state(entry.value));
        case BurnKeys.PAST, BurnKeys.DEPTH -> {
          // Not the counts' business.
        }
        default ->
            throw new IllegalArgumentException(
                "kind: " + BurnKeys.kind(entry.key) + " (expected: b, m, r, p or d)");
      }
    }
    burn.resume();
  }

  /** Forgets buckets and marks. */
  void forgetCounts() {
    for (KeyValue<Bytes, byte[]> entry : entries()) {
      byte kind = BurnKeys.kind(entry.key);
      if (kind == BurnKeys.BUCKET || kind == BurnKeys.MARKS) {
        store.delete(entry.key);
      }
    }
  }

  /** Forgets everything; returns the rules that had a state. */
  List<String> forget() {
    List<String> rules = new ArrayList<>();
    for (KeyValue<Bytes, byte[]> entry : entries()) {
      if (BurnKeys.kind(entry.key) == BurnKeys.RULE) {
        rules.add(BurnKeys.ruleOf(entry.key));
      }
      store.delete(entry.key);
    }
    return rules;
  }

  /** Forgets the state of one rule. */
  void forgetRule(String rule) {
    store.delete(BurnKeys.rule(id, rule));
  }

  /** The rules that have a state. */
  List<String> rules() {
    return entries().stream()
        .filter(entry -> BurnKeys.kind(entry.key) == BurnKeys.RULE)
        .map(entry -> BurnKeys.ruleOf(entry.key))
        .toList();
  }

  private List<KeyValue<Bytes, byte[]>> entries() {
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range = store.range(BurnKeys.from(id), BurnKeys.to(id))) {
      range.forEachRemaining(entries::add);
    }
    return entries;
  }
}
