package io.weir.storage.embedded;

import io.weir.storage.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process, or a second store in this one, out of the directory. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the directory when missing and locks it until {@link #close} or the end of the process.
   *
   * @throws StoreException if it is in use, or not writable
   */
  static DirectoryLock take(Path dir) {
    try {
      Files.createDirectories(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new StoreException(
            "The archive in "
                + dir
                + " is in use by another Weir: stop that one, or choose another directory.",
            null);
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new StoreException(
          "Cannot use "
              + dir
              + " for the archive ("
              + e
              + "): make it writable, or choose another directory.",
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      throw new StoreException("Cannot release the archive's lock: " + e.getMessage(), e);
    }
  }
}
