/**
 * Why packets are dropped, in words that all parts share. Depends on nothing. Start at {@link
 * io.weir.model.drop.DropReasons}.
 */
@NullMarked
package io.weir.model.drop;

import org.jspecify.annotations.NullMarked;
