/**
 * Benchmarks with a main method each, bounded in events and time, not part of the tests. Depends on
 * whatever is measured. Start at {@link io.weir.bench.PipelineBenchmark}.
 */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
