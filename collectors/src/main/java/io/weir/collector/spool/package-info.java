/**
 * Numbered batches of events on disk, kept until the relay has acknowledged them. Depends on the
 * ingest messages and on nothing else of the collector. Start at {@link
 * io.weir.collector.spool.Spool}; the file format is in {@link
 * io.weir.collector.spool.SegmentFormat}.
 */
@NullMarked
package io.weir.collector.spool;

import org.jspecify.annotations.NullMarked;
