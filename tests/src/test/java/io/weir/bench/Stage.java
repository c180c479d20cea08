package io.weir.bench;

/** How far flows go in a run. */
enum Stage {
  /** Records that were encoded before, through one producer with the relay's settings. */
  RAW("raw KafkaProducer loop"),

  /** A collector without a relay: what taking a flow and keeping it on disk costs. */
  SPOOL("collector to spool"),

  /** Until the collector has every acknowledgement, which is after Kafka's. */
  KAFKA("collector, relay, Kafka"),

  /** The same with the archiver beside it, until every flow is in the store. */
  ARCHIVE("... and archive");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
