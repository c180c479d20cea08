/**
 * The store for one machine: DuckDB files in a directory, one per span of archiving time, without a
 * server. Depends on the read interfaces, on {@link io.weir.storage.archive.ArchiveWriter} and on
 * DuckDB, which no other package sees. Start at {@link io.weir.storage.embedded.EmbeddedStore};
 * docs/decisions/0003-embedded-store.md says why it is so.
 */
@NullMarked
package io.weir.storage.embedded;

import org.jspecify.annotations.NullMarked;
