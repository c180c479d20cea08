package io.weir.bench;

/** One number of a run, and how it is printed. */
enum Figure {
  SECONDS("wall s", "%.2f"),
  EVENTS_PER_SECOND("events/s", "%,.0f"),
  CPU_SECONDS("CPU s", "%.2f"),
  /** Microseconds for an event are seconds for a million of them. */
  CPU_MICROS("CPU us/event", "%.1f"),
  KAFKA_BYTES("Kafka B/flow", "%.0f"),
  SPOOL_BYTES("spool B/flow", "%.0f"),
  ARCHIVE_BYTES("archive B/flow", "%.0f"),
  WRITTEN("records written/event", "%.2f"),
  EDGES("live edge windows / 3", "%,.0f"),
  CONNECTIONS("live connections", "%,.0f"),
  EDGE_BYTES("checkpoint B/edge", "%,.0f"),
  CONNECTION_BYTES("checkpoint B/connection", "%,.0f"),
  HEAP_PER_EDGE("heap B/edge, all of it", "%,.0f");

  private final String title;
  private final String format;

  Figure(String title, String format) {
    this.title = title;
    this.format = format;
  }

  String title() {
    return title;
  }

  String format() {
    return format;
  }
}
