/**
 * How fast the error budget is spent, and what follows: exact counts over sliding windows, burn
 * rates, budgets and the states of rules. Pure: time is a parameter, nothing is read or sent.
 * Depends on {@code slo} alone. Start at {@link io.weir.alerting.burn.SloBurn}.
 */
@NullMarked
package io.weir.alerting.burn;

import org.jspecify.annotations.NullMarked;
