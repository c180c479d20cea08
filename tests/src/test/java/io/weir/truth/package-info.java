/**
 * Judges the stream jobs by made clusters whose truth is known. Depends on the simulator and on
 * what the jobs publish. Start at {@link io.weir.truth.ScenarioTruthIT}.
 */
@NullMarked
package io.weir.truth;

import org.jspecify.annotations.NullMarked;
