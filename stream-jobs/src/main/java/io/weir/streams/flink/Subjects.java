package io.weir.streams.flink;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.nio.charset.StandardCharsets;

/**
 * Messages as operator keys and back: their bytes as text. A message itself is no key, since its
 * hash code differs from one JVM to the next.
 */
final class Subjects {
  private Subjects() {}

  static String key(Message subject) {
    return new String(subject.toByteArray(), StandardCharsets.ISO_8859_1);
  }

  static <T> T subject(String key, Parser<T> parser) {
    try {
      return parser.parseFrom(key.getBytes(StandardCharsets.ISO_8859_1));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("The key was not made from a message.", e);
    }
  }
}
