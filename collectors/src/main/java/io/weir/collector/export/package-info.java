/**
 * From the spool to the relay. Depends on the spool and on gRPC. Start at {@link
 * io.weir.collector.export.EventExporter}.
 */
@NullMarked
package io.weir.collector.export;

import org.jspecify.annotations.NullMarked;
