package io.weir.streams.replay;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.Message;
import io.weir.codec.MalformedEventException;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records of windows, the last one of each key, in order of topic and key. Mutable. */
public final class RecordSet {
  /** The topics that jobs write windows to. */
  public static final List<Topic> TOPICS = List.of(Topic.EDGES, Topic.SLIS, Topic.DROPS);

  private final Map<Topic, TreeMap<String, byte[]>> records = new EnumMap<>(Topic.class);

  public RecordSet() {
    TOPICS.forEach(topic -> records.put(topic, new TreeMap<>()));
  }

  /** Puts a record in place of the one before it; records of other topics are left out. */
  public synchronized void put(Topic topic, byte[] key, byte[] value) {
    TreeMap<String, byte[]> byKey = records.get(topic);
    if (byKey != null) {
      byKey.put(new String(key, StandardCharsets.UTF_8), value);
    }
  }

  /** A record without a value takes the one before it away. */
  void remove(Topic topic, byte[] key) {
    of(topic).remove(new String(key, StandardCharsets.UTF_8));
  }

  /** Values by key, sorted. */
  SortedMap<String, byte[]> of(Topic topic) {
    return records.getOrDefault(topic, new TreeMap<>());
  }

  /** All of one topic, to read. */
  public SortedMap<String, byte[]> view(Topic topic) {
    return Collections.unmodifiableSortedMap(of(topic));
  }

  /** How many records there are. */
  public long size() {
    return records.values().stream().mapToLong(Map::size).sum();
  }

  /**
   * SHA-256 over topics, keys and values in order, each after its length. Equal sets have equal
   * digests, on every machine.
   */
  public String digest() {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Topic topic : TOPICS) {
      put(hasher, topic.topicName().getBytes(StandardCharsets.UTF_8));
      hasher.putInt(of(topic).size());
      of(topic)
          .forEach(
              (key, value) -> {
                put(hasher, key.getBytes(StandardCharsets.UTF_8));
                put(hasher, value);
              });
    }
    return hasher.hash().toString();
  }

  private static void put(Hasher hasher, byte[] bytes) {
    hasher.putInt(bytes.length);
    hasher.putBytes(bytes);
  }

  /**
   * The message of a record.
   *
   * @throws IllegalArgumentException if its bytes are no record of the topic
   */
  public static Message decode(Topic topic, byte[] value) {
    try {
      return topic.codec().decode(value);
    } catch (MalformedEventException e) {
      throw new IllegalArgumentException(
          "A record of " + topic.topicName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The window of a record. */
  public static Window window(Message record) {
    if (record instanceof EdgeWindow edge) {
      return edge.getWindow();
    }
    if (record instanceof SliWindow sli) {
      return sli.getWindow();
    }
    if (record instanceof DropWindow drop) {
      return drop.getWindow();
    }
    throw new IllegalArgumentException("record: " + record + " (expected: one with a window)");
  }
}
