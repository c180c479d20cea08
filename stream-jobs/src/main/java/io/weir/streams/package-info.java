/**
 * What the stream jobs can be told and what they count about themselves. Depends on no other
 * package of the jobs. The role itself is {@code flink.JobsRole}; the rules are in {@code edge},
 * {@code sli} and {@code drop}.
 */
@NullMarked
package io.weir.streams;

import org.jspecify.annotations.NullMarked;
