package io.weir.collector.source.hubble;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The items of the last seconds, so that a stream that begins a little before the last item gives
 * each of them once.
 *
 * <p>Items are told apart by 48 bits of a hash and counted: two equal items that both came are both
 * expected again. At most 8000 are remembered, or fewer if so said; at more than that in the
 * overlap, a new stream begins later than the overlap says, never earlier than what is remembered.
 * An item that is older than that beginning and was not seen before the stream broke is missed.
 * Confined to one thread.
 */
final class SeenWindow {
  static final int ITEMS_MAX = 8000;
  private static final int HASH_BYTES = 6;
  private static final String VERSION = "1";

  private record Item(long timeNs, long hash) {}

  private final long overlapNs;
  private final int itemsMax;
  private final Deque<Item> items = new ArrayDeque<>();
  private final Map<Long, Integer> expected = new HashMap<>();
  private long newestNs;
  private long floorNs;
  private long expectedUntilNs;

  SeenWindow(long overlapNs) {
    this(overlapNs, ITEMS_MAX);
  }

  SeenWindow(long overlapNs, int itemsMax) {
    this.overlapNs = overlapNs;
    this.itemsMax = itemsMax;
  }

  /** What {@link #encode} gave; empty if it is not one of ours. */
  static Optional<SeenWindow> decode(String position, long overlapNs, int itemsMax) {
    try {
      String[] fields = position.split(" ", 4);
      if (!fields[0].equals(VERSION)) {
        return Optional.empty();
      }
      SeenWindow window = new SeenWindow(overlapNs, itemsMax);
      window.newestNs = Long.parseLong(fields[1]);
      window.floorNs = Long.parseLong(fields[2]);
      ByteBuffer hashes = ByteBuffer.wrap(Base64.getDecoder().decode(fields[3]));
      while (hashes.remaining() >= HASH_BYTES) {
        long hash = (hashes.getShort() & 0xffffL) << 32 | (hashes.getInt() & 0xffffffffL);
        window.items.addLast(new Item(window.newestNs, hash));
      }
      return Optional.of(window);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The window as text of at most 64 KiB. */
  String encode() {
    ByteBuffer hashes = ByteBuffer.allocate(items.size() * HASH_BYTES);
    for (Item item : items) {
      hashes.putShort((short) (item.hash() >>> 32)).putInt((int) item.hash());
    }
    String text = Base64.getEncoder().encodeToString(hashes.array());
    return String.join(" ", VERSION, Long.toString(newestNs), Long.toString(sinceNs()), text);
  }

  boolean isEmpty() {
    return newestNs == 0;
  }

  /** Event time of the newest item. */
  long newestNs() {
    return newestNs;
  }

  /** Where the next stream begins: every item seen at or after it is remembered. */
  long sinceNs() {
    return Math.max(newestNs - overlapNs, floorNs);
  }

  /** A new stream begins: what is remembered will come once more. */
  void expectAgain() {
    expected.clear();
    for (Item item : items) {
      if (item.timeNs() >= sinceNs()) {
        expected.merge(item.hash(), 1, Integer::sum);
      }
    }
    expectedUntilNs = newestNs + overlapNs;
  }

  /** How many remembered items have not come again in this stream. */
  int expected() {
    return expected.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Takes an item of the stream.
   *
   * @param hash only its low 48 bits count
   * @return true if it is new, false if it came in an earlier stream
   */
  boolean take(long timeNs, long hash) {
    long shortHash = hash & 0xffff_ffff_ffffL;
    if (!expected.isEmpty()) {
      if (timeNs > expectedUntilNs) {
        expected.clear();
      } else if (expected.containsKey(shortHash)) {
        expected.computeIfPresent(shortHash, (key, count) -> count == 1 ? null : count - 1);
        return false;
      }
    }
    remember(new Item(timeNs, shortHash));
    return true;
  }

  private void remember(Item item) {
    items.addLast(item);
    newestNs = Math.max(newestNs, item.timeNs());
    while (items.size() > itemsMax || items.getFirst().timeNs() < newestNs - overlapNs) {
      floorNs = Math.max(floorNs, items.removeFirst().timeNs() + 1);
    }
  }
}
