/**
 * The same question, answered twice: by a real server, and by an independent reading of what Hubble
 * means ({@link io.weir.conformance.FilterMeaning}, {@link io.weir.conformance.AnswerMeaning}) over
 * the same events. Depends on the contracts and on the {@code weir} command, never on the relay's
 * own classes. Start at {@link io.weir.conformance.FilterConformanceIT}.
 */
@NullMarked
package io.weir.conformance;

import org.jspecify.annotations.NullMarked;
