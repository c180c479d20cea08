/**
 * Service level indicators as good and total counts, derived from edge counts. Depends on {@code
 * edge} and {@code drop} alone. Start at {@link io.weir.streams.sli.Indicator}.
 */
@NullMarked
package io.weir.streams.sli;

import org.jspecify.annotations.NullMarked;
