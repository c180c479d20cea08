package io.weir.storage.embedded;

import io.weir.storage.StoredFlow;
import io.weir.storage.archive.SeriesRecord;
import io.weir.storage.embedded.BlockIndex.Block;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Appends rows to the tables of a file, inside the transaction that the caller opened. */
final class RowWriter {
  private static final String SCHEMA = "main";

  private final DuckDBConnection connection;
  private final ArchiveFile file;

  RowWriter(DuckDBConnection connection, ArchiveFile file) {
    this.connection = connection;
    this.file = file;
  }

  /**
   * Writes events to blocks. They are on disk when this returns, and count once the transaction is
   * committed.
   *
   * @param events where the blocks go
   * @param rowsMax events of a block at most
   * @param firstBlock number of the next block
   * @return the blocks, for the file's index
   */
  List<Block> flows(List<StoredFlow> flows, EventFile events, int rowsMax, int firstBlock)
      throws SQLException, IOException {
    if (flows.isEmpty()) {
      return List.of();
    }
    List<StoredFlow> sorted = new ArrayList<>(flows);
    sorted.sort(StoredFlow.OLDEST_FIRST);
    List<Block> blocks = new ArrayList<>();
    try (DuckDBAppender rows = appender(FileFormat.FLOWS);
        DuckDBAppender places = appender(FileFormat.BLOCKS)) {
      for (List<StoredFlow> part : FlowBlocks.split(sorted, rowsMax)) {
        Block block = write(part, firstBlock + blocks.size(), events);
        blocks.add(block);
        for (int position = 0; position < part.size(); position++) {
          FlowColumns.append(rows, block.number(), position, part.get(position));
        }
        places
            .beginRow()
            .append(block.number())
            .append(block.firstNs())
            .append(block.lastNs())
            .append(block.place())
            .append(block.size())
            .append(block.rows())
            .endRow();
      }
      rows.flush();
      places.flush();
    }
    events.force();
    file.widen(FileFormat.FLOWS, sorted.get(0).timeNs(), sorted.get(sorted.size() - 1).timeNs());
    return blocks;
  }

  private static Block write(List<StoredFlow> part, int number, EventFile events)
      throws IOException {
    byte[] bytes = FlowBlocks.encode(part);
    long place = events.append(bytes);
    return new Block(
        number,
        part.get(0).timeNs(),
        part.get(part.size() - 1).timeNs(),
        place,
        bytes.length,
        part.size());
  }

  /** Records of one series. */
  void series(String table, List<SeriesRecord<?>> records) throws SQLException {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (DuckDBAppender appender = appender(table)) {
      for (SeriesRecord<?> row : records) {
        long time = row.timeNs();
        appender
            .beginRow()
            .append(time)
            .append(row.windowNs())
            .append(row.key().toByteArray())
            .append(row.header().getCollector())
            .append(row.header().getSeq())
            .append(row.partition())
            .append(row.offset())
            .append(row.value().toByteArray())
            .endRow();
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
      appender.flush();
    }
    file.widen(table, first, last);
  }

  private DuckDBAppender appender(String table) throws SQLException {
    return connection.createAppender(ArchiveFile.alias(file.number()), SCHEMA, table);
  }
}
