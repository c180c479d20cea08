/**
 * Groups of equal drops. Depends on the messages and on {@code edge}'s peers. Start at {@link
 * io.weir.streams.drop.DropDelta}.
 */
@NullMarked
package io.weir.streams.drop;

import org.jspecify.annotations.NullMarked;
