/**
 * The write side: reads every topic once and appends it to a store, exactly once. Depends on the
 * schemas, the Kafka client and {@link io.weir.storage.archive.ArchiveWriter}, never on a
 * particular store. Start at {@link io.weir.storage.archive.ArchiverRole}, then {@link
 * io.weir.storage.archive.Archiver}.
 */
@NullMarked
package io.weir.storage.archive;

import org.jspecify.annotations.NullMarked;
