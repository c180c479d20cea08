/**
 * What checkpoints hold: one explicit, versioned format per kind of state. Depends on the pure
 * packages, never on Flink. Start at {@link io.weir.streams.state.StateFormat}.
 */
@NullMarked
package io.weir.streams.state;

import org.jspecify.annotations.NullMarked;
