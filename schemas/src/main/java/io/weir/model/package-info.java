/**
 * Small immutable values and rules that several modules share. Depends on nothing. Start at {@link
 * io.weir.model.SeenNumbers}.
 */
@NullMarked
package io.weir.model;

import org.jspecify.annotations.NullMarked;
