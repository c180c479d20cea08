/**
 * Objectives suggested from what was counted: targets that were kept with room, of services with
 * enough traffic to judge them by. Pure; depends on the rules of {@link io.weir.alerting.slo}
 * alone. Start at {@link io.weir.alerting.suggest.Suggestions}.
 */
@NullMarked
package io.weir.alerting.suggest;

import org.jspecify.annotations.NullMarked;
