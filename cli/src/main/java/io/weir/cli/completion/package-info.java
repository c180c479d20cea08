/**
 * {@code weir completion}: scripts that complete commands and flags in shells. Pure: from picocli's
 * model of the commands to text. Start at {@link io.weir.cli.completion.CompletionCommand}.
 */
@NullMarked
package io.weir.cli.completion;

import org.jspecify.annotations.NullMarked;
