/**
 * {@code weir observe} and {@code weir status}: questions to the Observer API, answered as {@code
 * hubble} prints them. The commands depend on picocli alone until they run; printing is pure and
 * depends on the messages. Start at {@link io.weir.cli.observe.ObserveCommand}, then {@link
 * io.weir.cli.observe.CompactPrinter}.
 */
@NullMarked
package io.weir.cli.observe;

import org.jspecify.annotations.NullMarked;
