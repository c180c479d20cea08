package io.weir.storage.embedded;

import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.StoreException;
import io.weir.storage.embedded.BlockIndex.Block;
import io.weir.topic.Topic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables of a file and their version.
 *
 * <ul>
 *   <li>1: {@code meta}, {@code progress}, {@code seen}, {@code flows}, one {@code series_*} table
 *       for each {@link Series}; events are protobuf bytes
 * </ul>
 */
final class FileFormat {
  /** 1 kept events in the table of flows; 2 keeps them in blocks beside the database. */
  static final int VERSION = 2;

  static final String FLOWS = "flows";
  static final String BLOCKS = "blocks";

  private static final String META =
      "CREATE TABLE %s (name VARCHAR NOT NULL, value BIGINT NOT NULL)";
  private static final String PROGRESS =
      """
      CREATE TABLE %s (
        topic VARCHAR NOT NULL, kafka_partition INTEGER NOT NULL,
        next_offset BIGINT NOT NULL, generation INTEGER NOT NULL,
        PRIMARY KEY (topic, kafka_partition))\
      """;
  private static final String SEEN =
      """
      CREATE TABLE %s (
        topic VARCHAR NOT NULL, kafka_partition INTEGER NOT NULL, collector VARCHAR NOT NULL,
        seq BIGINT NOT NULL, archived_at_ns BIGINT NOT NULL,
        PRIMARY KEY (topic, kafka_partition, collector))\
      """;
  private static final String PLACES =
      """
      CREATE TABLE %s (
        block INTEGER NOT NULL, first_ns BIGINT NOT NULL, last_ns BIGINT NOT NULL,
        place BIGINT NOT NULL, size INTEGER NOT NULL, flows INTEGER NOT NULL)\
      """;
  // zstd folds neighbouring events into a shared dictionary: 7 times smaller than without.
  private static final String SERIES =
      """
      CREATE TABLE %s (
        time_ns BIGINT NOT NULL, length_ns BIGINT NOT NULL, key BLOB NOT NULL,
        collector VARCHAR NOT NULL, seq BIGINT NOT NULL,
        kafka_partition INTEGER NOT NULL, kafka_offset BIGINT NOT NULL,
        value BLOB NOT NULL USING COMPRESSION zstd)\
      """;

  private FileFormat() {}

  /** The table of a series. */
  static String table(Series<?> series) {
    return "series_" + series.topic().name().toLowerCase(Locale.ROOT);
  }

  /** Tables that hold rows with a time. */
  static List<String> dataTables() {
    return Stream.concat(Stream.of(FLOWS), Series.ALL.stream().map(FileFormat::table)).toList();
  }

  /** Makes the tables. The caller commits. */
  static void create(Connection connection, String alias, long openedAtNs) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(META.formatted(alias + ".main.meta"));
      statement.execute(PROGRESS.formatted(alias + ".main.progress"));
      statement.execute(SEEN.formatted(alias + ".main.seen"));
      createFlows(statement, alias);
      for (Series<?> series : Series.ALL) {
        statement.execute(SERIES.formatted(alias + ".main." + table(series)));
      }
    }
    String insert = "INSERT INTO " + alias + ".main.meta VALUES (?, ?), (?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, "format_version");
      statement.setLong(2, VERSION);
      statement.setString(3, "opened_at_ns");
      statement.setLong(4, openedAtNs);
      statement.execute();
    }
  }

  static void createFlows(Statement statement, String alias) throws SQLException {
    statement.execute(FlowColumns.createTable(alias + ".main." + FLOWS));
    statement.execute(PLACES.formatted(alias + ".main." + BLOCKS));
  }

  /** Fills the index of a file's blocks; returns where the last one ends. */
  static long readBlocks(Connection connection, ArchiveFile file) throws SQLException {
    String sql =
        "SELECT block, first_ns, last_ns, place, size, flows FROM "
            + file.table(BLOCKS)
            + " ORDER BY block";
    long end = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Block block =
            new Block(
                rows.getInt(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getInt(5),
                rows.getInt(6));
        file.blocks().add(block);
        end = block.place() + block.size();
      }
    }
    return end;
  }

  /** False for a file whose making was interrupted before its first commit: it holds nothing. */
  static boolean isMade(Connection connection, String alias) throws SQLException {
    String sql = "SELECT count(*) FROM duckdb_tables() WHERE database_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, alias);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getLong(1) > 0;
      }
    }
  }

  /**
   * The version of the file.
   *
   * @throws StoreException if it is newer than ours
   */
  static long version(Connection connection, String alias, Path path) throws SQLException {
    long version = meta(connection, alias, "format_version").orElse(0L);
    if (version < 1 || version > VERSION) {
      throw new StoreException(
          "Archive file "
              + path
              + " has format version "
              + version
              + " (expected: 1 to "
              + VERSION
              + "): run the Weir that wrote it, or a newer one, or move the file away.",
          null);
    }
    return version;
  }

  static void setVersion(Connection connection, String alias) throws SQLException {
    String sql = "UPDATE " + alias + ".main.meta SET value = ? WHERE name = 'format_version'";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, VERSION);
      statement.execute();
    }
  }

  /** When the file was opened to writes. */
  static long openedAtNs(Connection connection, String alias) throws SQLException {
    return meta(connection, alias, "opened_at_ns").orElse(0L);
  }

  private static Optional<Long> meta(Connection connection, String alias, String name)
      throws SQLException {
    String sql = "SELECT value FROM " + alias + ".main.meta WHERE name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }

  /** The progress that the file holds, of all topics. */
  static Map<Topic, TopicState> states(Connection connection, String alias) throws SQLException {
    Map<Topic, TopicState> states = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      Map<Integer, Long> offsets = new HashMap<>();
      Map<Integer, Integer> generations = new HashMap<>();
      String progress =
          "SELECT kafka_partition, next_offset, generation FROM "
              + alias
              + ".main.progress WHERE topic = ?";
      try (PreparedStatement statement = connection.prepareStatement(progress)) {
        statement.setString(1, topic.topicName());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            offsets.put(rows.getInt(1), rows.getLong(2));
            generations.put(rows.getInt(1), rows.getInt(3));
          }
        }
      }
      Map<Origin, Long> seen = new HashMap<>();
      String numbers =
          "SELECT kafka_partition, collector, seq FROM " + alias + ".main.seen WHERE topic = ?";
      try (PreparedStatement statement = connection.prepareStatement(numbers)) {
        statement.setString(1, topic.topicName());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            seen.put(new Origin(rows.getInt(1), rows.getString(2)), rows.getLong(3));
          }
        }
      }
      states.put(topic, new TopicState(new Progress(offsets, seen), generations));
    }
    return states;
  }

  /** Copies the progress of one file into the next, without collectors unseen since a time. */
  static void copyProgress(Connection connection, String from, String to, long seenSinceNs)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO " + to + ".main.progress FROM " + from + ".main.progress");
    }
    String sql =
        "INSERT INTO " + to + ".main.seen FROM " + from + ".main.seen WHERE archived_at_ns >= ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, seenSinceNs);
      statement.execute();
    }
  }

  /** Writes what moved. The caller commits it together with the rows. */
  static void moveProgress(
      Connection connection, String alias, Topic topic, TopicState state, Progress moved, long now)
      throws SQLException {
    String progress = "INSERT OR REPLACE INTO " + alias + ".main.progress VALUES (?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(progress)) {
      for (Map.Entry<Integer, Long> entry : moved.nextOffsets().entrySet()) {
        statement.setString(1, topic.topicName());
        statement.setInt(2, entry.getKey());
        statement.setLong(3, entry.getValue());
        statement.setInt(4, state.generation(entry.getKey()));
        statement.execute();
      }
    }
    String seen = "INSERT OR REPLACE INTO " + alias + ".main.seen VALUES (?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(seen)) {
      for (Map.Entry<Origin, Long> entry : moved.seen().entrySet()) {
        statement.setString(1, topic.topicName());
        statement.setInt(2, entry.getKey().partition());
        statement.setString(3, entry.getKey().collector());
        statement.setLong(4, entry.getValue());
        statement.setLong(5, now);
        statement.execute();
      }
    }
  }
}
