/**
 * Event-time windows as plain values. Depends on the messages alone. Start at {@link
 * io.weir.streams.window.Windows}.
 */
@NullMarked
package io.weir.streams.window;

import org.jspecify.annotations.NullMarked;
