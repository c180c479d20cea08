/**
 * What a {@code flow.FlowFilter} means: {@link io.weir.relay.observe.filter.FlowFilters} compiles
 * filters to a predicate, {@link io.weir.relay.observe.filter.Pushdown} to terms that a store can
 * use. Depends on the messages, on re2j and on the storage's terms; does no I/O. Start at {@link
 * io.weir.relay.observe.filter.FlowFilters}.
 */
@NullMarked
package io.weir.relay.observe.filter;

import org.jspecify.annotations.NullMarked;
