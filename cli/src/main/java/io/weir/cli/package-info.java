/**
 * The {@code weir} command: which commands there are and how their failures are told. May depend on
 * everything, but loads only what was asked for. Start at {@link io.weir.cli.Main}.
 */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
