package io.weir.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/** Appends records to one segment, whole or not at all. Guarded by the lock of its spool. */
final class SegmentWriter implements Closeable {
  private final Segment segment;
  private final SegmentOutput out;
  private boolean broken;

  private SegmentWriter(Segment segment, SegmentOutput out) {
    this.segment = segment;
    this.out = out;
  }

  /** Makes the file; leaves nothing behind when that fails. */
  static SegmentWriter create(SegmentOutput.Opener opener, Segment segment, SpoolRecord.Start start)
      throws IOException {
    SegmentOutput out = opener.create(segment.path);
    SegmentWriter writer = new SegmentWriter(segment, out);
    try {
      writer.append(ByteBuffer.wrap(SegmentFormat.fileHeader()));
      writer.append(SegmentFormat.start(start));
      return writer;
    } catch (IOException e) {
      out.close();
      Files.deleteIfExists(segment.path);
      throw e;
    }
  }

  Segment segment() {
    return segment;
  }

  /** True if a failed write could not be undone: nothing may follow it in this file. */
  boolean isBroken() {
    return broken;
  }

  void append(ByteBuffer record) throws IOException {
    try {
      out.write(record);
    } catch (IOException e) {
      try {
        out.truncate(segment.bytes);
      } catch (IOException again) {
        broken = true;
        e.addSuppressed(again);
      }
      throw e;
    }
    segment.bytes += record.limit();
  }

  /** May be called without the lock. */
  void force() throws IOException {
    out.force();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
