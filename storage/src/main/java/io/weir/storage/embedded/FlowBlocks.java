package io.weir.storage.embedded;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.archive.v1.FlowBlock;
import io.weir.storage.EventKind;
import io.weir.storage.StoredFlow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events to compressed blocks, and back. Pure. */
final class FlowBlocks {
  /** A block ends when its events have this size, whatever their number. */
  static final int BLOCK_BYTES_MAX = 1 << 20;

  /** More is damage: a block holds one event more than fits at most. */
  private static final long RAW_BYTES_MAX = 256L << 20;

  private static final int LEVEL = 3;

  private FlowBlocks() {}

  /** Splits events that are in order into the parts that become one block each. */
  static List<List<StoredFlow>> split(List<StoredFlow> sorted, int rowsMax) {
    List<List<StoredFlow>> blocks = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (i - start == rowsMax || bytes >= BLOCK_BYTES_MAX) {
        blocks.add(sorted.subList(start, i));
        start = i;
        bytes = 0;
      }
      bytes += sorted.get(i).wire().size();
    }
    if (start < sorted.size()) {
      blocks.add(sorted.subList(start, sorted.size()));
    }
    return blocks;
  }

  /** One block, compressed, with a checksum of its content. */
  static byte[] encode(List<StoredFlow> sorted) {
    FlowBlock.Builder block = FlowBlock.newBuilder();
    List<ByteString> events = new ArrayList<>(sorted.size());
    long time = 0;
    long offset = 0;
    for (StoredFlow flow : sorted) {
      ByteString event = flow.wire();
      block
          .addTimeSteps(flow.timeNs() - time)
          .addPartitions(flow.partition())
          .addOffsetSteps(flow.offset() - offset)
          .addKinds(FlowColumns.number(flow.kind()))
          .addSizes(event.size());
      events.add(event);
      time = flow.timeNs();
      offset = flow.offset();
    }
    block.setEvents(ByteString.copyFrom(events));
    return compress(block.build().toByteArray());
  }

  private static byte[] compress(byte[] raw) {
    try (var context = new com.github.luben.zstd.ZstdCompressCtx()) {
      return context.setLevel(LEVEL).setChecksum(true).compress(raw);
    }
  }

  /**
   * The events of a block, in its order.
   *
   * @throws IOException if it is damaged
   */
  static DecodedBlock decode(byte[] compressed) throws IOException {
    long size = Zstd.getFrameContentSize(compressed);
    if (size < 0 || size > RAW_BYTES_MAX) {
      throw new IOException("a block says that it has " + size + " bytes");
    }
    try {
      FlowBlock block = FlowBlock.parseFrom(Zstd.decompress(compressed, (int) size));
      return DecodedBlock.of(block, FlowBlocks::kind);
    } catch (ZstdException | InvalidProtocolBufferException e) {
      throw new IOException("a block is damaged: " + e.getMessage(), e);
    }
  }

  private static EventKind kind(int number) {
    for (EventKind kind : EventKind.values()) {
      if (FlowColumns.number(kind) == number) {
        return kind;
      }
    }
    // Of a newer writer: everybody gets it, as losses.
    return EventKind.LOSS;
  }
}
