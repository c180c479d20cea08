/**
 * Filters as a line of text that people type: {@code verdict:dropped to.namespace:shop not
 * port:53}. Pure; depends on {@link io.weir.filter}. Start at {@link
 * io.weir.filter.query.FlowQuery}; the language is described in docs/reference/flow-queries.md.
 */
@NullMarked
package io.weir.filter.query;

import org.jspecify.annotations.NullMarked;
