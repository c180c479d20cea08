package io.weir.alerting.cause;

import java.util.Optional;

/**
 * An SLO that burns at the moment.
 *
 * @param name of the SLO
 * @param sinceNs when it began to
 * @param severity how fast: burn rate, or share of bad events; to choose between equals
 * @param causeKey {@link Cause#key} of its first cause, if one was found
 */
public record BurningSlo(
    String name, Target target, long sinceNs, double severity, Optional<String> causeKey) {}
