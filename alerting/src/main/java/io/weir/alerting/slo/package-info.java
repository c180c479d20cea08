/**
 * Service level objectives as they are executed: immutable values without any document format, I/O
 * or clock. Depends on the schemas alone. Start at {@link io.weir.alerting.slo.Slo}.
 */
@NullMarked
package io.weir.alerting.slo;

import org.jspecify.annotations.NullMarked;
