package io.weir.storage.embedded;

import io.weir.storage.embedded.BlockIndex.Block;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The blocks of events beside a database file, one after the other. The database says which exist:
 * bytes behind the last one are of a transaction that never ended, and are cut off.
 *
 * <p>For the one thread that writes; readers open channels of their own, since interrupting a
 * reader closes its channel.
 */
final class EventFile implements AutoCloseable {
  private final FileChannel channel;
  private long end;

  private EventFile(FileChannel channel, long end) {
    this.channel = channel;
    this.end = end;
  }

  /**
   * Opens or makes the file.
   *
   * @param end where the last block that exists ends
   * @throws IOException if that is beyond the end of the file
   */
  static EventFile open(Path path, long end) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.size() < end) {
        throw new EOFException(
            path + " has " + channel.size() + " bytes (expected: at least " + end + ")");
      }
      channel.truncate(end);
      return new EventFile(channel, end);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Appends a block; returns where it begins. */
  long append(byte[] block) throws IOException {
    long place = end;
    ByteBuffer bytes = ByteBuffer.wrap(block);
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    return place;
  }

  /** Waits until the blocks are on disk. */
  void force() throws IOException {
    channel.force(false);
  }

  static FileChannel openToRead(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  static DecodedBlock read(FileChannel channel, Block block) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(block.size());
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, block.place() + bytes.position()) < 0) {
        throw new EOFException("block " + block.number() + " ends early");
      }
    }
    return FlowBlocks.decode(bytes.array());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
