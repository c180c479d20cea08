/**
 * What objectives would have counted before they were in force, read from the archive. Depends on
 * {@code slo}, {@code burn} and the questions that the archive answers. Start at {@link
 * io.weir.alerting.history.PastCounts}.
 */
@NullMarked
package io.weir.alerting.history;

import org.jspecify.annotations.NullMarked;
