package io.weir.storage.archive;

import io.weir.storage.Progress;
import io.weir.storage.StoreException;
import io.weir.topic.Topic;

/**
 * The write side of a store. Records and the reader's progress become durable and visible together
 * or not at all; so whoever reads {@link #progress} after a crash and continues there archives each
 * record exactly once. Used by one thread at a time.
 */
public interface ArchiveWriter {
  /**
   * How far {@code topic} is archived, as it stands on disk.
   *
   * @throws StoreException if the store cannot be read
   */
  Progress progress(Topic topic);

  /**
   * Appends all of the batch, durably, or nothing.
   *
   * @throws StoreException if it could not be written, or if it is not known whether it was: ask
   *     {@link #progress} where to continue
   * @throws IllegalArgumentException if a record lies before the stored progress of a partition
   *     that is not {@link ArchiveBatch#restarted}
   */
  void append(ArchiveBatch batch);

  /**
   * Housekeeping that is due by the clock: expires what is past retention. Cheap when nothing is
   * due; the archiver calls it about every second.
   *
   * @throws StoreException if the store cannot be written
   */
  void maintain();
}
