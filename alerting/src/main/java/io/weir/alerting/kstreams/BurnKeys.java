package io.weir.alerting.kstreams;

import io.weir.alerting.burn.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the stores: an objective's id, a zero, a kind, and what the kind needs, so that all of
 * one objective is one range.
 */
final class BurnKeys {
  /** A bucket: level and start. */
  static final byte BUCKET = 'b';

  /** Its two marks of time. */
  static final byte MARKS = 'm';

  /** A rule's state: the rule's name. */
  static final byte RULE = 'r';

  /** There while its past is not in yet. */
  static final byte PAST = 'p';

  /** How much of the past is kept. */
  static final byte DEPTH = 'd';

  private BurnKeys() {}

  static Bytes bucket(byte[] id, Level level, long startMs) {
    ByteBuffer key = begin(id, BUCKET, 1 + Long.BYTES);
    // With its highest bit turned, a signed number sorts as bytes do.
    return Bytes.wrap(key.put((byte) level.number()).putLong(startMs ^ Long.MIN_VALUE).array());
  }

  static Bytes of(byte[] id, byte kind) {
    return Bytes.wrap(begin(id, kind, 0).array());
  }

  static Bytes rule(byte[] id, String rule) {
    byte[] name = rule.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(begin(id, RULE, name.length).put(name).array());
  }

  /** First key of an objective. */
  static Bytes from(byte[] id) {
    return of(id, (byte) 0);
  }

  /** After the last key of an objective. */
  static Bytes to(byte[] id) {
    return of(id, (byte) 0xFF);
  }

  private static ByteBuffer begin(byte[] id, byte kind, int more) {
    return ByteBuffer.allocate(id.length + 2 + more).put(id).put((byte) 0).put(kind);
  }

  static byte[] idBytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  static byte kind(Bytes key) {
    return key.get()[idLength(key) + 1];
  }

  static String ruleOf(Bytes key) {
    int from = idLength(key) + 2;
    return new String(
        Arrays.copyOfRange(key.get(), from, key.get().length), StandardCharsets.UTF_8);
  }

  static Level levelOf(Bytes key) {
    return Level.ofNumber(key.get()[idLength(key) + 2]);
  }

  static long startOf(Bytes key) {
    return ByteBuffer.wrap(key.get(), idLength(key) + 3, Long.BYTES).getLong() ^ Long.MIN_VALUE;
  }

  private static int idLength(Bytes key) {
    int length = 0;
    while (key.get()[length] != 0) {
      length++;
    }
    return length;
  }
}
