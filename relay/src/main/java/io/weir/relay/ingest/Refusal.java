package io.weir.relay.ingest;

import java.util.Locale;

/** Why the relay refuses an event, in the words of {@code weir.discarded.v1}. */
enum Refusal {
  /** A required field is missing or out of range. */
  SCHEMA,
  /** Larger than {@link IngestConfig#eventBytesMax}. */
  TOO_LARGE,
  /** It cannot be encoded. */
  MALFORMED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
