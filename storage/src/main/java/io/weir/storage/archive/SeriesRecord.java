package io.weir.storage.archive;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.weir.event.v1.EventHeader;
import io.weir.series.v1.Window;
import io.weir.storage.Series;

/**
 * A window or single event and where it stood in its topic.
 *
 * @param series what it is
 * @param partition Kafka partition
 * @param offset Kafka offset; of records with one identity in one partition the largest counts
 * @param key the record's key, empty when it had none
 * @param value the message
 */
public record SeriesRecord<T extends Message>(
    Series<T> series, int partition, long offset, ByteString key, T value) {

  /** A window's start, or when an event was observed; ns since the epoch. */
  public long timeNs() {
    return series
        .window()
        .map(window -> window.apply(value).getStartNs())
        .orElseGet(() -> header().getObservedAtNs());
  }

  /** Length of a window, 0 for a single event. */
  public long windowNs() {
    return series.window().map(window -> window.apply(value)).map(Window::getLengthNs).orElse(0L);
  }

  /** The header of a single event, the empty header for a window. */
  public EventHeader header() {
    return series
        .header()
        .map(header -> header.apply(value))
        .orElse(EventHeader.getDefaultInstance());
  }
}
