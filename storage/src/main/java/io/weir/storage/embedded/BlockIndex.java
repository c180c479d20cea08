package io.weir.storage.embedded;

import java.util.Arrays;

/**
 * Which times each block of a file covers, and where it is in the file of events: some 32 bytes of
 * memory a block. Blocks are numbered from 0 in the order of writing and never change. One lock;
 * one thread adds, any reads.
 */
final class BlockIndex {
  /**
   * One block.
   *
   * @param number in order of writing
   * @param firstNs earliest event time in it
   * @param lastNs latest event time in it
   * @param place where its bytes begin
   * @param size how many they are
   * @param rows events in it
   */
  record Block(int number, long firstNs, long lastNs, long place, int size, int rows) {}

  private static final int ROOM = 64;

  private int count;
  private long[] firstNs = new long[ROOM];
  private long[] lastNs = new long[ROOM];
  private long[] places = new long[ROOM];
  private int[] sizes = new int[ROOM];
  private int[] rows = new int[ROOM];
  private long rowsTotal;
  // Numbers of blocks, by their first and by their last time; equal times by number. Most blocks
  // belong at the end.
  private int[] byFirst = new int[ROOM];
  private int[] byLast = new int[ROOM];

  /** Adds the next block. */
  synchronized void add(Block block) {
    if (block.number() != count) {
      throw new IllegalArgumentException(
          "block number: " + block.number() + " (expected: " + count + ")");
    }
    if (count == sizes.length) {
      grow(2 * count);
    }
    firstNs[count] = block.firstNs();
    lastNs[count] = block.lastNs();
    places[count] = block.place();
    sizes[count] = block.size();
    rows[count] = block.rows();
    rowsTotal += block.rows();
    insert(byFirst, firstNs, count);
    insert(byLast, lastNs, count);
    count++;
  }

  private void grow(int room) {
    firstNs = Arrays.copyOf(firstNs, room);
    lastNs = Arrays.copyOf(lastNs, room);
    places = Arrays.copyOf(places, room);
    sizes = Arrays.copyOf(sizes, room);
    rows = Arrays.copyOf(rows, room);
    byFirst = Arrays.copyOf(byFirst, room);
    byLast = Arrays.copyOf(byLast, room);
  }

  private void insert(int[] ranks, long[] times, int number) {
    int rank = rank(ranks, times, times[number], number);
    System.arraycopy(ranks, rank, ranks, rank + 1, count - rank);
    ranks[rank] = number;
  }

  /** How many blocks come before (time, number). */
  private int rank(int[] ranks, long[] times, long time, int number) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int other = ranks[middle];
      if (times[other] < time || (times[other] == time && other < number)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Blocks so far; those that a scan may see are the ones below. */
  synchronized int count() {
    return count;
  }

  /** Events in all blocks. */
  synchronized long rows() {
    return rowsTotal;
  }

  synchronized Block block(int number) {
    return new Block(
        number, firstNs[number], lastNs[number], places[number], sizes[number], rows[number]);
  }

  /**
   * The next block with events in a range of time, by first time.
   *
   * @param after a block of this index, or -1 to begin
   * @param below only blocks with smaller numbers
   * @return the number, or -1
   */
  synchronized int nextByFirst(int after, int below, long fromNs, long toNs) {
    int rank = after < 0 ? 0 : rank(byFirst, firstNs, firstNs[after], after) + 1;
    for (; rank < count && firstNs[byFirst[rank]] <= toNs; rank++) {
      int number = byFirst[rank];
      if (number < below && lastNs[number] >= fromNs) {
        return number;
      }
    }
    return -1;
  }

  /** As {@link #nextByFirst}, backwards by last time. */
  synchronized int nextByLast(int after, int below, long fromNs, long toNs) {
    int rank = after < 0 ? count - 1 : rank(byLast, lastNs, lastNs[after], after) - 1;
    for (; rank >= 0 && lastNs[byLast[rank]] >= fromNs; rank--) {
      int number = byLast[rank];
      if (number < below && firstNs[number] <= toNs) {
        return number;
      }
    }
    return -1;
  }
}
