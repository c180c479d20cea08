package io.weir.storage.embedded;

import io.weir.storage.StoredFlow;
import io.weir.storage.archive.SeriesRecord;
import java.sql.SQLException;
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

  void flows(List<StoredFlow> flows) throws SQLException {
    if (flows.isEmpty()) {
      return;
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (DuckDBAppender appender = appender(FileFormat.FLOWS)) {
      for (StoredFlow flow : flows) {
        FlowColumns.append(appender, flow);
        long time = flow.event().getHeader().getObservedAtNs();
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
      appender.flush();
    }
    file.widen(FileFormat.FLOWS, first, last);
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
