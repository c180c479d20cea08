package io.weir.collector.spool;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A put that is encoded and waits for its number. Fields as in {@link SpoolRecord.Events}. */
record PendingPut(
    String source,
    Optional<String> position,
    int count,
    long firstNs,
    long lastNs,
    long spooledAtMs,
    ByteBuffer bytes) {}
