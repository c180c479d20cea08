package io.weir.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a segment file that is being written. The seam at which tests fill the disk. */
interface SegmentOutput extends Closeable {
  /** Appends all of them; part of them may be in the file when it throws. */
  void write(ByteBuffer bytes) throws IOException;

  /** Cuts the file to its first {@code length} bytes; writing goes on there. */
  void truncate(long length) throws IOException;

  /** Returns when the disk has what was written. */
  void force() throws IOException;

  /** Makes new segment files. */
  @FunctionalInterface
  interface Opener {
    /** Makes a file that must not exist yet. */
    SegmentOutput create(Path path) throws IOException;
  }

  /** A file of the file system. */
  static SegmentOutput create(Path path) throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    return new SegmentOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      }

      @Override
      public void truncate(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
      }

      @Override
      public void force() throws IOException {
        file.getFD().sync();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
