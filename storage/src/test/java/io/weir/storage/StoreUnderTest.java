package io.weir.storage;

import io.weir.storage.archive.ArchiveWriter;

/**
 * A store, as a contract sees it.
 *
 * @param flows reads flows
 * @param series reads series
 * @param writer appends
 * @param closer ends it
 */
public record StoreUnderTest(
    FlowStore flows, SeriesStore series, ArchiveWriter writer, Runnable closer)
    implements AutoCloseable {
  @Override
  public void close() {
    closer.run();
  }
}
