package io.weir.storage.embedded;

import io.weir.event.v1.FlowEvent;
import io.weir.storage.StoredFlow;
import io.weir.storage.embedded.BlockIndex.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a file of version 1, which kept each event in a row, to the present version. One
 * transaction: a process that dies meanwhile leaves the file as it was.
 */
final class FlowMigration {
  private static final Logger LOG = LoggerFactory.getLogger(FlowMigration.class);
  private static final String OLD = "flows_v1";
  private static final int ROWS_AT_ONCE = 10_000;

  private final Database database;
  private final ArchiveFile file;
  private final int blockRows;

  FlowMigration(Database database, ArchiveFile file, int blockRows) {
    this.database = database;
    this.file = file;
    this.blockRows = blockRows;
  }

  void run() throws SQLException {
    LOG.info("Converting an archive file to the present format file={}", file.path());
    long converted = 0;
    String alias = ArchiveFile.alias(file.number());
    Connection connection = database.writer();
    database.begin();
    try (Statement statement = connection.createStatement()) {
      Files.deleteIfExists(file.eventsPath());
      statement.execute("ALTER TABLE " + file.table(FileFormat.FLOWS) + " RENAME TO " + OLD);
      FileFormat.createFlows(statement, alias);
      converted = copy();
      statement.execute("DROP TABLE " + file.table(OLD));
      FileFormat.setVersion(connection, alias);
    } catch (IOException e) {
      throw new SQLException("cannot write " + file.eventsPath() + ": " + e.getMessage(), e);
    }
    database.commit();
    LOG.info("Converted an archive file file={} events={}", file.path(), converted);
  }

  private long copy() throws SQLException, IOException {
    long converted = 0;
    RowWriter writer = new RowWriter(database.writer(), file);
    List<Block> blocks = new ArrayList<>();
    try (EventFile events = EventFile.open(file.eventsPath(), 0)) {
      List<StoredFlow> part = read(0);
      for (long from = ROWS_AT_ONCE; !part.isEmpty(); from += ROWS_AT_ONCE) {
        blocks.addAll(writer.flows(part, events, blockRows, blocks.size()));
        converted += part.size();
        part = read(from);
      }
    }
    return converted;
  }

  /** Rows were only ever added, so their ids have no gaps. */
  private List<StoredFlow> read(long fromRow) throws SQLException, IOException {
    String sql =
        "SELECT kafka_partition, kafka_offset, event FROM "
            + file.table(OLD)
            + " WHERE rowid BETWEEN ? AND ? ORDER BY rowid";
    List<StoredFlow> flows = new ArrayList<>();
    try (PreparedStatement statement = database.writer().prepareStatement(sql)) {
      statement.setLong(1, fromRow);
      statement.setLong(2, fromRow + ROWS_AT_ONCE - 1);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          FlowEvent event = FlowEvent.parseFrom(rows.getBytes(3));
          flows.add(new StoredFlow(rows.getInt(1), rows.getLong(2), event));
        }
      }
    }
    return flows;
  }
}
