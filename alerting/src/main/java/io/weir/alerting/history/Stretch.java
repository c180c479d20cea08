package io.weir.alerting.history;

/** Windows of {@code lengthMs} that start in {@code [fromMs, toMs)}. */
record Stretch(long fromMs, long toMs, long lengthMs) {}
