package io.weir.storage.embedded;

import io.weir.storage.StoredFlow;
import io.weir.storage.embedded.BlockIndex.Block;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of one block that a query may want, in its order. Can be unloaded at any time and then
 * keeps no more than its next event. Confined to one thread.
 */
final class BlockReader {
  private final FileScan file;
  private final Block block;
  private final int[] positions;
  private final boolean forward;
  private int next;
  private @Nullable DecodedBlock loaded;
  private @Nullable StoredFlow head;

  /**
   * Reads nothing yet: call {@link #advance} first.
   *
   * @param positions candidates, ascending
   */
  BlockReader(FileScan file, Block block, int[] positions, boolean forward) {
    this.file = file;
    this.block = block;
    this.positions = positions;
    this.forward = forward;
    this.next = forward ? 0 : positions.length - 1;
  }

  Block block() {
    return block;
  }

  /** The event that comes next. */
  StoredFlow head() {
    return Objects.requireNonNull(head, "no event");
  }

  /** Moves on to the next event; false when there is none. */
  boolean advance() {
    DecodedBlock events = load();
    while (next >= 0 && next < positions.length) {
      int position = positions[next];
      next += forward ? 1 : -1;
      if (file.wants(events, position)) {
        head = events.event(position);
        return true;
      }
    }
    head = null;
    loaded = null;
    return false;
  }

  boolean isLoaded() {
    return loaded != null;
  }

  /** Frees the block; it is read again when needed. */
  void unload() {
    loaded = null;
    head = head().detached();
  }

  private DecodedBlock load() {
    DecodedBlock events = loaded;
    if (events == null) {
      events = file.read(block);
      loaded = events;
    }
    return events;
  }
}
