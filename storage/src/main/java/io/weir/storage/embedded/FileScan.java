package io.weir.storage.embedded;

import io.weir.storage.FlowQuery;
import io.weir.storage.SeriesStore.TimeSpan;
import io.weir.storage.StoreException;
import io.weir.storage.embedded.BlockIndex.Block;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one file that a query may want, in its order.
 *
 * <p>A query with terms first reads a few blocks whole: often they answer it. Then it asks the
 * database for candidates, in slices that grow as long as few rows are found, so that a needle
 * costs a handful of questions and a common value never collects the file in memory. The file is
 * seen as it was at the start. Confined to one thread.
 */
final class FileScan implements AutoCloseable {
  private static final int WHOLE_BLOCKS = 2;
  private static final int FIRST_SLICE = 16;
  private static final int GROWTH = 8;
  private static final int SLICE_MAX = 16_384;

  /** One candidate in so many rows: reading whole blocks is cheaper than asking for more. */
  private static final int MANY = 8;

  private final Database database;
  private final ArchiveFile file;
  private final FlowQuery query;
  private final Map<Integer, Long> limits;
  private final boolean forward;
  private final boolean selective;
  private final int below;
  private final Deque<BlockReader> planned = new ArrayDeque<>();
  private @Nullable FileChannel channel;
  private Optional<Long> edge;
  private boolean begun;
  private int next = -1;
  private int wholeBlocks = WHOLE_BLOCKS;
  private int slice = FIRST_SLICE;

  FileScan(
      Database database,
      ArchiveFile file,
      TimeSpan span,
      FlowQuery query,
      Map<Integer, Long> limits) {
    this.database = database;
    this.file = file;
    this.query = query;
    this.limits = limits;
    this.forward = query.order() == FlowQuery.Order.OLDEST_FIRST;
    this.edge = Optional.of(forward ? span.firstNs() : span.lastNs());
    this.selective = FlowSql.isSelective(query);
    this.below = file.blocks().count();
  }

  /**
   * A time that no further event of this file precedes, in the query's order; empty when there are
   * no more.
   */
  Optional<Long> edge() {
    return edge;
  }

  private Optional<Long> findEdge() {
    BlockReader first = planned.peek();
    if (first != null) {
      return Optional.of(edge(first.block()));
    }
    return next < 0 ? Optional.empty() : Optional.of(edge(file.blocks().block(next)));
  }

  private long edge(Block block) {
    return forward ? block.firstNs() : block.lastNs();
  }

  /** The next block with events that the query wants, at the first of them. */
  Optional<BlockReader> nextBlock() {
    if (!begun) {
      begun = true;
      move(-1);
    }
    Optional<BlockReader> reader = nextNonEmpty();
    edge = findEdge();
    return reader;
  }

  private Optional<BlockReader> nextNonEmpty() {
    while (true) {
      if (planned.isEmpty()) {
        plan();
      }
      BlockReader reader = planned.poll();
      if (reader == null) {
        return Optional.empty();
      }
      if (reader.advance()) {
        return Optional.of(reader);
      }
    }
  }

  private void move(int after) {
    next =
        forward
            ? file.blocks().nextByFirst(after, below, query.fromNs(), query.toNs())
            : file.blocks().nextByLast(after, below, query.fromNs(), query.toNs());
  }

  private void plan() {
    while (planned.isEmpty() && next >= 0) {
      if (!selective || wholeBlocks > 0) {
        wholeBlocks--;
        Block block = file.blocks().block(next);
        planned.add(reader(block, IntStream.range(0, block.rows()).toArray()));
        move(next);
      } else {
        planSlice();
      }
    }
  }

  private BlockReader reader(Block block, int[] positions) {
    return new BlockReader(this, block, positions, forward);
  }

  private void planSlice() {
    List<Block> blocks = new ArrayList<>();
    long rows = 0;
    for (; next >= 0 && blocks.size() < slice; move(next)) {
      Block block = file.blocks().block(next);
      blocks.add(block);
      rows += block.rows();
    }
    Map<Integer, Positions> candidates = candidates(blocks);
    long found = 0;
    for (Block block : blocks) {
      Positions positions = candidates.get(block.number());
      if (positions != null) {
        found += positions.size;
        planned.add(reader(block, positions.sorted()));
      }
    }
    if (found * MANY > rows) {
      wholeBlocks = blocks.size();
      slice = FIRST_SLICE;
    } else {
      slice = Math.min(SLICE_MAX, slice * GROWTH);
    }
  }

  private Map<Integer, Positions> candidates(List<Block> blocks) {
    int first = blocks.stream().mapToInt(Block::number).min().orElseThrow();
    int last = blocks.stream().mapToInt(Block::number).max().orElseThrow();
    Map<Integer, Positions> candidates = new HashMap<>();
    blocks.forEach(block -> candidates.put(block.number(), new Positions()));
    FlowSql sql = FlowSql.candidates(file.table(FileFormat.FLOWS), query, first, last);
    try {
      database.read(
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
              sql.bind(statement);
              try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                  // Blocks between first and last may be out of the query's time.
                  Positions positions = candidates.get(rows.getInt(1));
                  if (positions != null) {
                    positions.add(rows.getInt(2));
                  }
                }
              }
            }
            return candidates;
          });
    } catch (SQLException e) {
      throw failed(e);
    }
    candidates.values().removeIf(positions -> positions.size == 0);
    return candidates;
  }

  /** Whether the query wants an event, as far as that can be told without looking into it. */
  boolean wants(DecodedBlock events, int position) {
    long time = events.timeNs(position);
    return time >= query.fromNs()
        && time <= query.toNs()
        && query.kinds().contains(events.kind(position))
        && (limits.isEmpty()
            || events.offset(position) < limits.getOrDefault(events.partition(position), 0L));
  }

  DecodedBlock read(Block block) {
    try {
      FileChannel open = channel;
      if (open == null) {
        open = EventFile.openToRead(file.eventsPath());
        channel = open;
      }
      return EventFile.read(open, block);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private StoreException failed(Exception cause) {
    return new StoreException(
        "Cannot read flows from " + file.path() + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    FileChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /** Positions in one block, of which the database returns some at a time. */
  private static final class Positions {
    private int[] values = new int[4];
    private int size;

    void add(int position) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = position;
    }

    int[] sorted() {
      int[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
