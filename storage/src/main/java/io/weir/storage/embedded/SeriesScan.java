package io.weir.storage.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one series in a range of time, over all files. Files are added oldest first: of
 * records with one identity the one in the later file counts, within a file the one with the larger
 * (partition, offset).
 */
final class SeriesScan<T extends Message> {
  private static final Comparator<Identity> ORDER =
      Comparator.comparingLong(Identity::timeNs)
          .thenComparing(Identity::key, ByteString.unsignedLexicographicalComparator())
          .thenComparingLong(Identity::lengthNs)
          .thenComparing(Identity::collector)
          .thenComparing(Identity::seq, Long::compareUnsigned);

  private final Series<T> series;
  private final SeriesQuery query;
  private final Map<Object, Found> found = new HashMap<>();

  SeriesScan(Series<T> series, SeriesQuery query) {
    this.series = series;
    this.query = query;
  }

  /** What makes a record the same as another: windows have neither collector nor number. */
  private record Identity(long timeNs, ByteString key, long lengthNs, String collector, long seq) {}

  private record Found(Identity identity, byte[] value) {}

  /** Reads one file. */
  void add(Connection connection, ArchiveFile file) throws SQLException {
    String identity = query.latestPerKey() ? "key" : "time_ns, key, length_ns, collector, seq";
    String sql =
        """
        SELECT time_ns, key, length_ns, collector, seq, value FROM %s
        WHERE time_ns >= ? AND time_ns < ? AND length_ns = ? AND key >= ? AND (key < ? OR ?)
        QUALIFY row_number() OVER (
          PARTITION BY %s ORDER BY time_ns DESC, kafka_partition DESC, kafka_offset DESC) = 1\
        """
            .formatted(file.table(FileFormat.table(series)), identity);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, query.fromNs());
      statement.setLong(2, query.toNs());
      statement.setLong(3, query.windowNs());
      byte[] prefix = query.keyPrefix().getBytes(StandardCharsets.UTF_8);
      statement.setBytes(4, prefix);
      statement.setBytes(5, after(prefix));
      statement.setBoolean(6, prefix.length == 0); // not all keys are texts
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          add(
              new Found(
                  new Identity(
                      rows.getLong(1),
                      ByteString.copyFrom(rows.getBytes(2)),
                      rows.getLong(3),
                      rows.getString(4),
                      rows.getLong(5)),
                  rows.getBytes(6)));
        }
      }
    }
  }

  /** What is larger than every key with the prefix: no byte of UTF-8 is 0xff. */
  private static byte[] after(byte[] prefix) {
    byte[] after = Arrays.copyOf(prefix, prefix.length + 1);
    after[prefix.length] = (byte) 0xff;
    return after;
  }

  private void add(Found record) {
    if (query.latestPerKey()) {
      found.merge(
          record.identity.key, record, (a, b) -> b.identity.timeNs >= a.identity.timeNs ? b : a);
    } else {
      found.put(record.identity, record);
    }
  }

  /** The records that count, by time, then key. */
  List<T> records() throws InvalidProtocolBufferException {
    List<Found> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparing(Found::identity, ORDER));
    Parser<?> parser = Internal.getDefaultInstance(series.type()).getParserForType();
    List<T> records = new ArrayList<>(sorted.size());
    for (Found record : sorted) {
      records.add(series.type().cast(parser.parseFrom(record.value)));
    }
    return records;
  }
}
