package io.weir.relay.ingest;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets streams read one message each while the bytes in flight are below a limit, then in turn as
 * Kafka acknowledges. Holds at most one waiting entry per stream. Safe for use by several threads.
 */
final class ByteGate {
  private final long bytesMax;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long bytes;

  ByteGate(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Runs {@code read} now or when it is its turn; it must be short and not block. */
  void pass(Runnable read) {
    synchronized (this) {
      if (bytes >= bytesMax) {
        waiting.add(read);
        return;
      }
    }
    read.run();
  }

  /** {@code added} bytes are in flight now. */
  synchronized void add(long added) {
    bytes += added;
  }

  /** {@code removed} bytes are in flight no more. */
  void remove(long removed) {
    synchronized (this) {
      bytes -= removed;
    }
    // Everyone who waits may read one message: each read asks again before the next.
    for (Runnable read = next(); read != null; read = next()) {
      read.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    return bytes < bytesMax ? waiting.poll() : null;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
