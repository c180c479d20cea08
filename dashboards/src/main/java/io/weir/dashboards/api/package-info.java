/**
 * The HTTP JSON API: reads windows and events from the series store and answers with {@link
 * io.weir.dashboards.answer}. Depends on the store's interface and Armeria. Start at {@link
 * io.weir.dashboards.api.DashboardsRole}; the reference is docs/reference/api.md.
 */
@NullMarked
package io.weir.dashboards.api;

import org.jspecify.annotations.NullMarked;
