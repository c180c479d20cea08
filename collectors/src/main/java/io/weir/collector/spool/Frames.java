package io.weir.collector.spool;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Cuts encoded events apart without decoding them. */
final class Frames {
  /**
   * The first events of some frames.
   *
   * @param count how many
   * @param bytes how long they are together
   */
  record Head(int count, int bytes) {}

  private Frames() {}

  /** As many as fit both limits, but at least one: a limit must not stop the stream. */
  static Head head(ByteString frames, int countMax, int bytesMax) {
    CodedInputStream in = frames.newCodedInput();
    int count = 0;
    int end = 0;
    try {
      while (count < countMax && !in.isAtEnd()) {
        in.readTag();
        in.skipRawBytes(in.readRawVarint32());
        if (count > 0 && in.getTotalBytesRead() > bytesMax) {
          break;
        }
        count++;
        end = in.getTotalBytesRead();
      }
    } catch (IOException e) {
      // The record's checksum was good, so we wrote it so.
      throw new UncheckedIOException("Spooled events cannot be cut apart", e);
    }
    return new Head(count, end);
  }
}
