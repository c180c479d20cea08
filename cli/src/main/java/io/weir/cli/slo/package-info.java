/**
 * What can be done with OpenSLO documents: check them, turn them into rules, and ask a running Weir
 * what they would have told.
 */
@NullMarked
package io.weir.cli.slo;

import org.jspecify.annotations.NullMarked;
