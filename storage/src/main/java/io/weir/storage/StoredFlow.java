package io.weir.storage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.weir.event.v1.FlowEvent;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An event and where it stood in {@code weir.flows.v1}.
 *
 * <p>What orders and selects events is known without looking into the event. The event itself may
 * still be bytes: whoever passes it on as it is never pays for parsing it. Safe for use by several
 * threads, which then may parse it twice.
 */
public final class StoredFlow {
  /** The one order of events: by event time, then partition and offset, which makes it total. */
  public static final Comparator<StoredFlow> OLDEST_FIRST =
      Comparator.comparingLong(StoredFlow::timeNs)
          .thenComparingInt(StoredFlow::partition)
          .thenComparingLong(StoredFlow::offset);

  private final int partition;
  private final long offset;
  private final long timeNs;
  private final EventKind kind;
  private final @Nullable ByteString wire;
  private @Nullable FlowEvent event;

  private StoredFlow(
      int partition,
      long offset,
      long timeNs,
      EventKind kind,
      @Nullable ByteString wire,
      @Nullable FlowEvent event) {
    this.partition = partition;
    this.offset = offset;
    this.timeNs = timeNs;
    this.kind = kind;
    this.wire = wire;
    this.event = event;
  }

  /** An event as it was published. */
  public StoredFlow(int partition, long offset, FlowEvent event) {
    this(partition, offset, event.getHeader().getObservedAtNs(), EventKind.of(event), null, event);
  }

  /**
   * An event that is parsed when asked for.
   *
   * @param bytes hold a serialized {@link FlowEvent} and must not change any more
   * @param from where it begins
   * @param length its size in bytes
   */
  public static StoredFlow ofBytes(
      int partition, long offset, long timeNs, EventKind kind, byte[] bytes, int from, int length) {
    ByteString wire = UnsafeByteOperations.unsafeWrap(bytes, from, length);
    return new StoredFlow(partition, offset, timeNs, kind, wire, null);
  }

  /**
   * An event as it was published, with its bytes at hand.
   *
   * @param bytes the event serialized; must not change any more
   */
  public static StoredFlow ofParsed(int partition, long offset, FlowEvent event, byte[] bytes) {
    return new StoredFlow(
        partition,
        offset,
        event.getHeader().getObservedAtNs(),
        EventKind.of(event),
        UnsafeByteOperations.unsafeWrap(bytes),
        event);
  }

  /** The same event in bytes of its own, so that it keeps no larger buffer in memory. */
  public StoredFlow detached() {
    return wire == null
        ? this
        : new StoredFlow(
            partition,
            offset,
            timeNs,
            kind,
            UnsafeByteOperations.unsafeWrap(wire.toByteArray()),
            event);
  }

  /** Kafka partition. */
  public int partition() {
    return partition;
  }

  /** Kafka offset. */
  public long offset() {
    return offset;
  }

  /** Event time, ns since the epoch. */
  public long timeNs() {
    return timeNs;
  }

  public EventKind kind() {
    return kind;
  }

  /**
   * The event.
   *
   * @throws StoreException if the stored bytes are damaged
   */
  public FlowEvent event() {
    FlowEvent known = event;
    if (known == null) {
      known = parse();
      event = known;
    }
    return known;
  }

  private FlowEvent parse() {
    try {
      return FlowEvent.parseFrom(wire());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException(
          "The event of partition " + partition + ", offset " + offset + " is damaged", e);
    }
  }

  /** The event, serialized. */
  public ByteString wire() {
    return wire != null ? wire : event().toByteString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredFlow that
        && partition == that.partition
        && offset == that.offset
        && event().equals(that.event());
  }

  @Override
  public int hashCode() {
    return 31 * partition + Long.hashCode(offset);
  }

  @Override
  public String toString() {
    return "StoredFlow[" + partition + "@" + offset + " " + kind + " at " + timeNs + " ns]";
  }
}
