/**
 * The stream jobs as a role of Weir: configuration, metrics, life cycle. Depends on every package
 * below it. Start at {@link io.weir.streams.JobsRole}.
 */
@NullMarked
package io.weir.streams;

import org.jspecify.annotations.NullMarked;
