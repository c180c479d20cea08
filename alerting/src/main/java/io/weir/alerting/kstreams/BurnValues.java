package io.weir.alerting.kstreams;

import io.weir.alerting.burn.Counts;
import io.weir.alerting.burn.Held;
import io.weir.alerting.burn.RuleState;
import io.weir.alerting.burn.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Values of the stores. Each begins with its version; newer ones are refused. */
final class BurnValues {
  /** Numbers as eight bytes each, names as their UTF-8. */
  private static final byte VERSION_1 = 1;

  private BurnValues() {}

  /** Bad, total, lost; or good, total, lost of a series. */
  static byte[] ofCounts(Counts counts) {
    return longs(counts.bad(), counts.total(), counts.lost());
  }

  static Counts counts(byte[] bytes) {
    ByteBuffer in = open(bytes);
    return new Counts(in.getLong(), in.getLong(), in.getLong());
  }

  static byte[] longs(long... numbers) {
    ByteBuffer out = ByteBuffer.allocate(1 + numbers.length * Long.BYTES).put(VERSION_1);
    for (long number : numbers) {
      out.putLong(number);
    }
    return out.array();
  }

  /** What {@link #longs} wrote. */
  static ByteBuffer open(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION_1) {
      throw new IllegalArgumentException("version: " + version + " (expected: 1)");
    }
    return in;
  }

  static byte[] ofState(RuleState state) {
    return text(
        String.join(
            " ",
            state.state().name(),
            state.held().name(),
            Boolean.toString(state.open()),
            Long.toString(state.sinceMs()),
            Long.toString(state.openedMs()),
            Long.toString(state.metSinceMs())));
  }

  static RuleState state(byte[] bytes) {
    String[] parts = text(bytes).split(" ", -1);
    return new RuleState(
        State.valueOf(parts[0]),
        Long.parseLong(parts[3]),
        Boolean.parseBoolean(parts[2]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Held.valueOf(parts[1]));
  }

  static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put(VERSION_1).put(utf8).array();
  }

  static String text(byte[] bytes) {
    return StandardCharsets.UTF_8.decode(open(bytes)).toString();
  }
}
