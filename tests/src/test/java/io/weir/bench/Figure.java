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
  ARCHIVE_BYTES("archive B/flow", "%.0f");

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
