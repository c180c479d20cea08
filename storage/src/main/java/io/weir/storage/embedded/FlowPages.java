package io.weir.storage.embedded;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.event.v1.FlowEvent;
import io.weir.storage.FlowQuery;
import io.weir.storage.SeriesStore.TimeSpan;
import io.weir.storage.StoreException;
import io.weir.storage.StoredFlow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of one file, page by page: each page is a query of its own that continues after the
 * last event of the page before. So a slow reader holds no transaction, which would keep the log
 * from being folded in.
 *
 * <p>All pages see the file as it was at the start: rows are only added, in order of offset, and
 * the limits leave out what came later.
 */
final class FlowPages {
  // Most readers want the newest few; the first page is small, later ones grow to the limit.
  private static final int FIRST_PAGE_ROWS = 32;
  private static final int GROWTH = 4;

  private final Database database;
  private final ArchiveFile file;
  private final TimeSpan span;
  private final FlowQuery query;
  private final Map<Integer, Long> limits;
  private final int pageRows;
  private final Deque<StoredFlow> page = new ArrayDeque<>();
  private Optional<StoredFlow> last = Optional.empty();
  private int nextRows;
  private boolean finished;

  FlowPages(
      Database database,
      ArchiveFile file,
      TimeSpan span,
      FlowQuery query,
      Map<Integer, Long> limits,
      int pageRows) {
    this.database = database;
    this.file = file;
    this.span = span;
    this.query = query;
    this.limits = limits;
    this.pageRows = pageRows;
    this.nextRows = Math.min(pageRows, FIRST_PAGE_ROWS);
  }

  ArchiveFile file() {
    return file;
  }

  /** Event times that it covered at the start. */
  TimeSpan span() {
    return span;
  }

  /** The next event, without taking it. */
  Optional<StoredFlow> peek() {
    if (page.isEmpty() && !finished) {
      load();
    }
    return Optional.ofNullable(page.peek());
  }

  StoredFlow take() {
    return page.remove();
  }

  private void load() {
    try {
      database.read(this::load);
    } catch (SQLException e) {
      throw new StoreException("Cannot read flows from " + file.path() + ": " + e.getMessage(), e);
    }
    finished = page.size() < nextRows;
    nextRows = Math.min(pageRows, nextRows * GROWTH);
    last = Optional.ofNullable(page.peekLast());
  }

  private boolean load(Connection connection) throws SQLException {
    String table = file.table(FileFormat.FLOWS);
    List<Place> places = places(connection, FlowSql.page(table, query, limits, last, nextRows));
    Map<Long, FlowEvent> events = new HashMap<>();
    for (List<Long> rows : RowGroups.of(places.stream().map(Place::row).sorted().toList())) {
      readEvents(connection, FlowSql.events(table, rows), events);
    }
    for (Place place : places) {
      FlowEvent event = events.get(place.row);
      if (event == null) {
        throw new SQLException("row " + place.row + " has no event");
      }
      page.add(new StoredFlow(place.partition, place.offset, event));
    }
    return !places.isEmpty();
  }

  /** Where an event is: in the table, and in Kafka. */
  private record Place(long row, int partition, long offset) {}

  private static List<Place> places(Connection connection, FlowSql sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      sql.bind(statement);
      List<Place> places = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          places.add(new Place(rows.getLong(1), rows.getInt(2), rows.getLong(3)));
        }
      }
      return places;
    }
  }

  private static void readEvents(Connection connection, FlowSql sql, Map<Long, FlowEvent> events)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      sql.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.put(rows.getLong(1), FlowEvent.parseFrom(rows.getBytes(2)));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("an event is not readable", e);
    }
  }
}
