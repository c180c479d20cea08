/**
 * What the filter flags of {@code observe} mean, as {@code FlowFilter} messages. Pure; depends on
 * the wire model and {@link io.weir.flowtext}. Start at {@link io.weir.filter.FilterSides}.
 */
@NullMarked
package io.weir.filter;

import org.jspecify.annotations.NullMarked;
