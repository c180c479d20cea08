/**
 * What the archive can be asked, whatever holds it: {@link io.weir.storage.FlowStore} and {@link
 * io.weir.storage.SeriesStore}. Depends on the schemas alone; the stores are packages below.
 */
@NullMarked
package io.weir.storage;

import org.jspecify.annotations.NullMarked;
