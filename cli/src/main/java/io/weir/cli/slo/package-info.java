/**
 * What can be done with OpenSLO documents: check them, turn them into rules, ask a running Weir
 * what they would have told, and draft them from what it counted.
 */
@NullMarked
package io.weir.cli.slo;

import org.jspecify.annotations.NullMarked;
