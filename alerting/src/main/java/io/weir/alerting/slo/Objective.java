package io.weir.alerting.slo;

/** What is promised: the target, how it is counted, and over which time. */
public record Objective(Target target, BudgetMethod method, Period period) {}
