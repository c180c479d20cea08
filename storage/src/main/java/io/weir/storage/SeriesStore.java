package io.weir.storage;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;

/**
 * Reads windows and single events by time. Of several windows with the same topic key only the last
 * written counts; single events all count. Safe for use by several threads.
 */
public interface SeriesStore {
  /** How far the archive has read the series' topic. */
  Progress progress(Series<?> series);

  /**
   * Records in the asked range, by time, then topic key.
   *
   * @throws StoreException if the store cannot be read
   */
  <T extends Message> List<T> scan(Series<T> series, SeriesQuery query);

  /**
   * Earliest and latest time that a scan could return.
   *
   * @return empty when the series is
   */
  Optional<TimeSpan> span(Series<?> series);

  /**
   * Event times, both inclusive, ns since the epoch.
   *
   * @param firstNs of the earliest record
   * @param lastNs of the latest record
   */
  record TimeSpan(long firstNs, long lastNs) {}
}
