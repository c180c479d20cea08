/**
 * What a collector tells of itself: that it lives, and how many flows of which nodes it gave.
 * Depends on the ingest messages alone. Start at {@link io.weir.collector.report.NodeReporter}.
 */
@NullMarked
package io.weir.collector.report;

import org.jspecify.annotations.NullMarked;
