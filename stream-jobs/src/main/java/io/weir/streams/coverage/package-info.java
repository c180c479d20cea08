/**
 * What is known to be missing, as plain values: gaps by node and cause, events received by node.
 * Depends on the messages and on {@code edge}'s counts. Start at {@link
 * io.weir.streams.coverage.CoverageCounts}.
 */
@NullMarked
package io.weir.streams.coverage;

import org.jspecify.annotations.NullMarked;
