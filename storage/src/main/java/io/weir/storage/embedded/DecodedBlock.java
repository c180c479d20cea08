package io.weir.storage.embedded;

import io.weir.archive.v1.FlowBlock;
import io.weir.storage.EventKind;
import io.weir.storage.StoredFlow;
import java.io.IOException;
import java.util.function.IntFunction;

/**
 * The events of one block in memory, by position. The arrays are equally long; {@code starts} has
 * one more, the end of the last event.
 */
final class DecodedBlock {
  private final long[] times;
  private final int[] partitions;
  private final long[] offsets;
  private final EventKind[] kinds;
  private final int[] starts;
  private final byte[] events;

  private DecodedBlock(
      long[] times,
      int[] partitions,
      long[] offsets,
      EventKind[] kinds,
      int[] starts,
      byte[] events) {
    this.times = times;
    this.partitions = partitions;
    this.offsets = offsets;
    this.kinds = kinds;
    this.starts = starts;
    this.events = events;
  }

  static DecodedBlock of(FlowBlock block, IntFunction<EventKind> kind) throws IOException {
    int size = block.getSizesCount();
    if (block.getTimeStepsCount() != size
        || block.getPartitionsCount() != size
        || block.getOffsetStepsCount() != size
        || block.getKindsCount() != size) {
      throw new IOException("the lists of a block differ in length");
    }
    long[] times = new long[size];
    int[] partitions = new int[size];
    long[] offsets = new long[size];
    EventKind[] kinds = new EventKind[size];
    int[] starts = new int[size + 1];
    long time = 0;
    long offset = 0;
    for (int i = 0; i < size; i++) {
      time += block.getTimeSteps(i);
      offset += block.getOffsetSteps(i);
      times[i] = time;
      partitions[i] = block.getPartitions(i);
      offsets[i] = offset;
      kinds[i] = kind.apply(block.getKinds(i));
      starts[i + 1] = starts[i] + block.getSizes(i);
    }
    byte[] events = block.getEvents().toByteArray();
    if (starts[size] != events.length) {
      throw new IOException("the events of a block have not the size that it says");
    }
    return new DecodedBlock(times, partitions, offsets, kinds, starts, events);
  }

  int size() {
    return times.length;
  }

  long timeNs(int position) {
    return times[position];
  }

  int partition(int position) {
    return partitions[position];
  }

  long offset(int position) {
    return offsets[position];
  }

  EventKind kind(int position) {
    return kinds[position];
  }

  StoredFlow event(int position) {
    return StoredFlow.ofBytes(
        partitions[position],
        offsets[position],
        times[position],
        kinds[position],
        events,
        starts[position],
        starts[position + 1] - starts[position]);
  }
}
