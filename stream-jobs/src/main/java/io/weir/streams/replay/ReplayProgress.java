package io.weir.streams.replay;

import java.util.concurrent.atomic.AtomicLong;

/** How far a replay is. Safe for use by several threads. */
public final class ReplayProgress {
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private volatile String stage = "asking Kafka";
  private volatile boolean writing;

  void expect(long records) {
    total.addAndGet(records);
  }

  void read() {
    read.incrementAndGet();
  }

  void stage(String name) {
    stage = name;
  }

  void writing(boolean begun) {
    writing = begun;
  }

  /** Whether an end now would leave half of the results behind. */
  public boolean isWriting() {
    return writing;
  }

  /** What is being done. */
  public String stage() {
    return stage;
  }

  /** Records to read, as far as known. */
  public long total() {
    return total.get();
  }

  /** Records read so far. */
  public long done() {
    return read.get();
  }
}
