package io.weir.dashboards.api;

import io.weir.dashboards.map.Arrangement;
import io.weir.dashboards.map.MapGraph;
import io.weir.dashboards.map.Places;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers where things stand on the map, over restarts where it has a file. One map is arranged
 * at a time. What cannot be written stays in memory, is counted, and is tried again with the next
 * change.
 */
final class PlaceBook {
  private static final Logger LOG = LoggerFactory.getLogger(PlaceBook.class);

  private final Optional<PlaceFile> file;
  private final PlaceMetrics metrics;
  private final InstantSource clock;
  // Both guarded by this object's monitor.
  private Places places = Places.NONE;
  private Places written = Places.NONE;

  PlaceBook(Optional<PlaceFile> file, PlaceMetrics metrics, InstantSource clock) {
    this.file = file;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Reads what was remembered. */
  synchronized void open() {
    places = file.map(PlaceFile::read).orElse(Places.NONE);
    written = places;
    metrics.remembered(places.seen().size());
  }

  /** Everybody in {@code graph} has a place in the answer. */
  synchronized Arrangement arrange(MapGraph graph) {
    Places.Update update = places.with(graph, clock.instant());
    places = update.places();
    metrics.remembered(places.seen().size());
    metrics.forgotten(update.forgottenByAge(), update.forgottenByLimit());
    if (file.isPresent() && !places.equals(written)) {
      write(file.get());
    }
    return update.arrangement();
  }

  private void write(PlaceFile to) {
    try {
      to.write(places);
      written = places;
    } catch (IOException e) {
      metrics.writeFailed();
      LOG.warn(
          "Cannot keep the places of the map; after a restart it may look different file={}",
          to.path(),
          e);
    }
  }
}
