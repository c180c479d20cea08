package io.weir.storage;

import java.util.Iterator;

/** Events of one scan. Confined to one thread; close it to release what the store holds for it. */
public interface FlowCursor extends Iterator<StoredFlow>, AutoCloseable {
  @Override
  void close();
}
