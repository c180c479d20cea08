package io.weir.streams;

import java.util.Locale;

/** Where the jobs keep their state between two checkpoints. */
public enum StateBackend {
  /** On the heap: fastest, as long as all of it fits. Every checkpoint is written whole. */
  HASHMAP,

  /**
   * In RocksDB on the local disk: more state than memory. Checkpoints are incremental. The library
   * is in the job jar alone.
   */
  ROCKSDB;

  /** As in the configuration, and as Flink calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
