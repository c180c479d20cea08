/**
 * The thread that sources share which look at the host again and again. Depends on the source
 * contract alone. Start at {@link io.weir.collector.source.poll.PollLoop}.
 */
@NullMarked
package io.weir.collector.source.poll;

import org.jspecify.annotations.NullMarked;
