/**
 * Flows for the UI: asked of the Observer API like any client does, and made into rows. Depends on
 * gRPC and the wire model, not on HTTP. Start at {@link io.weir.dashboards.flows.Observer}.
 */
@NullMarked
package io.weir.dashboards.flows;

import org.jspecify.annotations.NullMarked;
