/**
 * Why an SLO burns: likely causes, found on the dependency graph and ranked by what they explain.
 * Pure: windows and events in, a {@link io.weir.alerting.cause.Diagnosis} out; depends on the
 * schemas alone. Start at {@link io.weir.alerting.cause.CauseFinder}, and at {@link
 * io.weir.alerting.cause.IncidentGroups} for which of several burning SLOs is the root.
 */
@NullMarked
package io.weir.alerting.cause;

import org.jspecify.annotations.NullMarked;
