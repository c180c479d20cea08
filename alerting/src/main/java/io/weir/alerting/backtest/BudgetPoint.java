package io.weir.alerting.backtest;

import java.time.Instant;

/**
 * What was left of the budget at a time.
 *
 * @param left share of a whole period's budget; negative when overspent
 */
public record BudgetPoint(Instant at, double left) {}
