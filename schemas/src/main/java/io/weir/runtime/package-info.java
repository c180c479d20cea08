/**
 * How roles start, tell their readiness, and stop. Depends on nothing. Start at {@link
 * io.weir.runtime.Role}.
 */
@NullMarked
package io.weir.runtime;

import org.jspecify.annotations.NullMarked;
