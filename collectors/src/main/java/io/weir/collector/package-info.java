/**
 * The collector: sources on one side, the relay on the other, a spool on disk between them. Depends
 * on its packages below and on the shared schemas. Start at {@link
 * io.weir.collector.CollectorRole}.
 */
@NullMarked
package io.weir.collector;

import org.jspecify.annotations.NullMarked;
