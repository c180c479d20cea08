package io.weir.streams.flink;

import io.weir.streams.coverage.CoverageCounts;
import io.weir.streams.window.Windows.Window;

/**
 * A window that something is missing from.
 *
 * @param gaps all of them, in place of what was said before
 */
record Incomplete(Window window, CoverageCounts gaps) {}
