package io.weir.codec;

import com.google.common.base.Utf8;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads some fields of a topic's value without making a message of the others, which are read over.
 * For who needs few of them and many values. Immutable but for what it remembers of equal values,
 * safe for use by several threads.
 */
public final class FieldReader {
  /**
   * A field that is wanted.
   *
   * @param slot what the {@link Sink} calls it, 0 or more
   * @param path as in a field mask, {@code flow.IP.source}. A message's path stands for all of it,
   *     unless fields within it are wanted too: then it stands for whether it is there
   * @param shared true when its values come again and again, so that one instance of each is worth
   *     keeping
   */
  public record Field(int slot, String path, boolean shared) {}

  /**
   * Is told what was read, in the order of the value. Zeros and empty texts are not told. Of a
   * {@code oneof} the last that is told holds.
   */
  public interface Sink {
    /** An integer of any kind, an enum's number, or 1 for true. */
    void number(int slot, long value);

    /** A text, or one of a list. */
    void text(int slot, String text);

    /** A whole message, or one of a list. */
    void message(int slot, Message message);

    /** A message is there; what is wanted of it follows. */
    void present(int slot);
  }

  /** Finds out how to read what was written under the schema of a value. */
  interface Plans {
    ReadPlan of(ByteReader in) throws IOException;
  }

  private final String type;
  private final Plans plans;

  FieldReader(String type, Plans plans) {
    this.type = type;
    this.plans = plans;
  }

  /**
   * Reads a value into {@code sink}.
   *
   * @param from where the value begins in {@code bytes}
   * @throws MalformedEventException as {@link EventCodec#decode}, but what is wrong within a field
   *     that is not wanted is found out only if it leaves bytes missing or over; the sink may have
   *     been told something by then
   */
  public void read(byte[] bytes, int from, int length, Sink sink) throws MalformedEventException {
    try {
      ByteReader in = new ByteReader(bytes, from, from + length);
      plans.of(in).read(in, sink);
      in.requireEnd();
    } catch (IOException e) {
      throw new MalformedEventException(type, e);
    }
  }

  /** The text in some bytes. */
  static String text(byte[] bytes, int from, int length) throws IOException {
    if (!Utf8.isWellFormed(bytes, from, length)) {
      throw new IOException("text at offset " + from + " (expected: UTF-8)");
    }
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /** The fields as a tree, for plans. */
  static Wanted wanted(List<Field> fields) {
    Wanted root = new Wanted();
    fields.forEach(root::add);
    return root;
  }
}
