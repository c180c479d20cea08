/** The newest value of each key of a compacted topic, in memory. */
@NullMarked
package io.weir.storage.table;

import org.jspecify.annotations.NullMarked;
