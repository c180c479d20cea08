package io.weir.relay.observe;

import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.StoredFlow;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Archive and ring as one sequence in total order of time: each event that the plan passes, once.
 * Streams; holds no more than the ring's snapshot. Confined to one thread.
 */
final class Past implements FlowCursor {
  /** Events between two looks at whether somebody still wants the rest. */
  static final int LOOK_EVERY = 1_000;

  private final FlowsPlan plan;
  private final Comparator<StoredFlow> order;
  private final FlowCursor archive;
  private final List<StoredFlow> tail;
  private final BooleanSupplier gone;
  private final Tally tally;
  private int tailAt;
  private int scanned;
  private @Nullable StoredFlow archived;

  private Past(
      FlowsPlan plan,
      Comparator<StoredFlow> order,
      FlowCursor archive,
      List<StoredFlow> tail,
      BooleanSupplier gone,
      Tally tally) {
    this.gone = gone;
    this.tally = tally;
    this.plan = plan;
    this.order = order;
    this.archive = archive;
    this.tail = tail;
    this.archived = nextArchived();
  }

  /**
   * Events from {@code fromNs} on.
   *
   * @param gone asked every {@link #LOOK_EVERY} events that are read; true when nobody wants the
   *     rest, which then is left out
   * @param tally counts what is read
   * @throws io.weir.storage.StoreException if the archive cannot be read
   */
  static Past open(
      FlowsPlan plan,
      FlowStore store,
      Ring.Snapshot snapshot,
      long fromNs,
      FlowQuery.Order order,
      BooleanSupplier gone,
      Tally tally) {
    Comparator<StoredFlow> comparator = EventOrder.of(order);
    List<StoredFlow> live =
        snapshot.events().stream().filter(stored -> stored.timeNs() >= fromNs).toList();
    tally.readLive(live.size());
    List<StoredFlow> tail = live.stream().filter(plan::passes).sorted(comparator).toList();
    FlowCursor archive = store.scan(plan.query(fromNs, order, snapshot.before()));
    try {
      return new Past(plan, comparator, archive, tail, gone, tally);
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private @Nullable StoredFlow nextArchived() {
    while (archive.hasNext()) {
      StoredFlow stored = archive.next();
      tally.readArchived(stored);
      if (++scanned % LOOK_EVERY == 0 && gone.getAsBoolean()) {
        return null;
      }
      if (plan.passes(stored)) {
        return stored;
      }
    }
    return null;
  }

  @Override
  public boolean hasNext() {
    return archived != null || tailAt < tail.size();
  }

  @Override
  public StoredFlow next() {
    StoredFlow fromArchive = archived;
    StoredFlow fromTail = tailAt < tail.size() ? tail.get(tailAt) : null;
    if (fromArchive != null && (fromTail == null || order.compare(fromArchive, fromTail) <= 0)) {
      archived = nextArchived();
      return fromArchive;
    }
    if (fromTail == null) {
      throw new NoSuchElementException("no more events");
    }
    tailAt++;
    return fromTail;
  }

  @Override
  public void close() {
    archive.close();
  }
}
