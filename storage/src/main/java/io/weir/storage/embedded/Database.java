package io.weir.storage.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.duckdb.DuckDBConnection;

/**
 * One DuckDB instance without data of its own, to which the archive's files are attached, so that
 * they share one memory limit. Safe for use by several threads.
 *
 * <p>Every query runs under {@link #read}: closing waits for those that run and fails those that
 * come later, so a file is never open in two instances.
 */
final class Database implements AutoCloseable {
  // Oldest version with zstd columns; fixed, so that a newer DuckDB writes files that an older one
  // of ours can read.
  private static final String STORAGE_VERSION = "v1.2.0";
  private static final int IDLE_MAX = 8;

  private final DuckDBConnection root;
  private final DuckDBConnection writer;
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private final Deque<DuckDBConnection> idle = new ArrayDeque<>();
  private boolean closed;

  private Database(DuckDBConnection root, DuckDBConnection writer) {
    this.root = root;
    this.writer = writer;
  }

  /** What runs on a connection. */
  interface Query<R> {
    R on(Connection connection) throws SQLException;
  }

  static Database open(EmbeddedConfig config, Path temp) throws SQLException {
    DuckDBConnection root =
        DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
    try (Statement statement = root.createStatement()) {
      // Never the network: what is needed is inside the library.
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET threads = " + config.threads());
      statement.execute("SET memory_limit = '" + config.memoryLimitBytes() + "B'");
      statement.execute("SET wal_autocheckpoint = '" + config.walLimitBytes() + "B'");
      statement.execute("SET temp_directory = " + literal(temp.toString()));
      return new Database(root, root.duplicate());
    } catch (SQLException e) {
      root.close();
      throw e;
    }
  }

  void attach(Path file, String alias) throws SQLException {
    execute(
        "ATTACH "
            + literal(file.toString())
            + " AS "
            + alias
            + " (STORAGE_VERSION '"
            + STORAGE_VERSION
            + "')");
  }

  void detach(String alias) throws SQLException {
    execute("DETACH " + alias);
  }

  /** Folds the write-ahead log into the file. */
  void checkpoint(String alias) throws SQLException {
    execute("CHECKPOINT " + alias);
  }

  /**
   * Begins the writer's transaction. In so many words: with JDBC's auto-commit off the driver
   * begins one only at the next statement, and an appender is none, so its rows would be committed
   * alone.
   */
  void begin() throws SQLException {
    execute(writer, "BEGIN TRANSACTION");
  }

  void commit() throws SQLException {
    execute(writer, "COMMIT");
  }

  private void execute(String sql) throws SQLException {
    execute(root, sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one connection that writes; for the thread that holds the store's write lock. */
  DuckDBConnection writer() {
    return writer;
  }

  /** Runs a query on a connection of its own. */
  <R> R read(Query<R> query) throws SQLException {
    use.readLock().lock();
    try {
      DuckDBConnection connection = borrow();
      try {
        R result = query.on(connection);
        giveBack(connection);
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } finally {
      use.readLock().unlock();
    }
  }

  private DuckDBConnection borrow() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new SQLException("the archive was closed meanwhile");
      }
      DuckDBConnection connection = idle.poll();
      return connection != null ? connection : root.duplicate();
    }
  }

  private void giveBack(DuckDBConnection connection) throws SQLException {
    synchronized (idle) {
      if (idle.size() < IDLE_MAX) {
        idle.push(connection);
        return;
      }
    }
    connection.close();
  }

  /** Waits for running queries; the last connection folds the logs into the files. */
  @Override
  public void close() throws SQLException {
    use.writeLock().lock();
    try {
      synchronized (idle) {
        if (closed) {
          return;
        }
        closed = true;
        for (DuckDBConnection connection : idle) {
          connection.close();
        }
        idle.clear();
      }
      writer.close();
      root.close();
    } finally {
      use.writeLock().unlock();
    }
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
