/**
 * What objectives would have told in the past: the evaluation of {@code burn} in simulated time,
 * over windows that somebody else read. Pure; depends on {@code slo} and {@code burn}. Start with
 * {@link io.weir.alerting.backtest.Backtest}.
 */
@NullMarked
package io.weir.alerting.backtest;

import org.jspecify.annotations.NullMarked;
