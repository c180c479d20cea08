/**
 * What every source of events promises; each source lives in a package of its own below this one.
 * Depends on the ingest messages alone. Start at {@link io.weir.collector.source.Source}.
 */
@NullMarked
package io.weir.collector.source;

import org.jspecify.annotations.NullMarked;
