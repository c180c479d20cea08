/**
 * Conditions on a flow in the Common Expression Language, compiled once and bounded. Depends on the
 * messages and on CEL, whose classes are loaded with the first expression. Start at {@link
 * io.weir.cel.FlowCondition}.
 */
@NullMarked
package io.weir.cel;

import org.jspecify.annotations.NullMarked;
