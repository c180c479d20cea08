package io.weir.streams.flink;

import org.jspecify.annotations.Nullable;

/**
 * A record of a raw topic as it stands there, or stood.
 *
 * @param appendedMs when the broker took it, at the earliest
 * @param value none for a record that only has a key
 */
public record RawRecord(int partition, long offset, long appendedMs, byte @Nullable [] value) {}
