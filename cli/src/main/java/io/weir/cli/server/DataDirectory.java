package io.weir.cli.server;

import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The directory where a process keeps its data. Each role has a lock of its own in it, so that
 * roles may run apart on one host, but none twice. The locks go when the process does.
 */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final List<FileChannel> locked = new ArrayList<>();

  private DataDirectory(Path path) {
    this.path = path;
  }

  /** Makes the directory if need be and takes it for {@code roles}. */
  static DataDirectory take(Path path, Set<String> roles) throws StartException {
    DataDirectory directory = new DataDirectory(path);
    try {
      Files.createDirectories(path);
      for (String role : new TreeSet<>(roles)) {
        directory.lock(role);
      }
      return directory;
    } catch (IOException e) {
      directory.close();
      throw new StartException(
          "Data directory "
              + path
              + " cannot be used ("
              + e
              + "). Make it writable, or choose another with --data-dir or WEIR_DATA_DIR.",
          e);
    } catch (StartException e) {
      directory.close();
      throw e;
    }
  }

  private void lock(String role) throws IOException, StartException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(role + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    locked.add(channel);
    if (tryLock(channel) == null) {
      throw new StartException(
          "Data directory "
              + path
              + " is in use by another weir that runs the "
              + role
              + read(channel)
              + ". Stop it, or choose another directory with --data-dir or WEIR_DATA_DIR.");
    }
    channel.truncate(0);
    channel.write(utf8(Long.toString(ProcessHandle.current().pid())), 0);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = StandardCharsets.UTF_8.decode(pid.flip()).toString();
    return text.isBlank() ? "" : " (pid " + text.strip() + ")";
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A place in here; an absolute path stays where it is. */
  Path resolve(Path name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    for (FileChannel channel : locked) {
      try {
        // Closing releases the lock.
        channel.close();
      } catch (IOException e) {
        // The process ends; the kernel releases the lock with it.
      }
    }
  }
}
