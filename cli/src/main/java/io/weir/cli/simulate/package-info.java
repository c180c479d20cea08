/**
 * {@code weir simulate}: made clusters, written to files or run through everything and compared
 * with the truth. The command itself loads nothing of the simulator, so {@code --help} is quick.
 * Start at {@link io.weir.cli.simulate.SimulateCommand}.
 */
@NullMarked
package io.weir.cli.simulate;

import org.jspecify.annotations.NullMarked;
