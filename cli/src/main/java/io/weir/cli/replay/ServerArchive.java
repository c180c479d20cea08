package io.weir.cli.replay;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.cli.connect.Connection;
import io.weir.cli.connect.ConnectionException;
import io.weir.cli.connect.Link;
import io.weir.cli.connect.TlsFiles;
import io.weir.codec.Codecs;
import io.weir.query.v1.PartitionEnd;
import io.weir.query.v1.QueryGrpc;
import io.weir.query.v1.ReadEventsRequest;
import io.weir.query.v1.StoredEvent;
import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.ReplayException;
import io.weir.streams.replay.Archive;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The archive behind a running relay. */
final class ServerArchive implements Archive {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String server;
  private final PrintStream err;

  ServerArchive(String server, PrintStream err) {
    this.server = server;
    this.err = err;
  }

  @Override
  public List<RawRecord> events(long sinceNs, Map<Integer, Long> before)
      throws ReplayException, InterruptedException {
    Connection connection =
        new Connection(
            server, TIMEOUT, TIMEOUT, TlsFiles.NONE, Optional.empty(), Optional.empty(), false);
    try (Link link = Link.open(connection, err)) {
      return read(QueryGrpc.newBlockingStub(link.channel()), sinceNs, before);
    } catch (ConnectionException e) {
      throw forgotten(String.valueOf(e.getMessage()), e);
    } catch (StatusRuntimeException e) {
      boolean old = e.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
      throw forgotten(
          old
              ? server + " is no Weir that can hand out archived events."
              : String.valueOf(e.getMessage()),
          e);
    }
  }

  private static List<RawRecord> read(
      QueryGrpc.QueryBlockingStub query, long sinceNs, Map<Integer, Long> before)
      throws ReplayException {
    ReadEventsRequest.Builder request = ReadEventsRequest.newBuilder().setSinceNs(sinceNs);
    before.forEach(
        (partition, offset) ->
            request.addBefore(PartitionEnd.newBuilder().setPartition(partition).setOffset(offset)));
    List<RawRecord> events = new ArrayList<>();
    Iterator<StoredEvent> answers = query.readEvents(request.build());
    while (answers.hasNext()) {
      StoredEvent stored = answers.next();
      if (events.size() == EVENTS_MAX) {
        throw new ReplayException(
            "More than "
                + EVENTS_MAX
                + " events of this range are in the archive alone, and a replay sorts them in"
                + " memory. Choose a later --from or a shorter --warm-up.");
      }
      events.add(
          new RawRecord(
              stored.getPartition(),
              stored.getOffset(),
              0,
              Codecs.flows().encode(stored.getEvent())));
    }
    return events;
  }

  private static ReplayException forgotten(String why, Exception cause) {
    return new ReplayException(
        "Kafka has forgotten the beginning of this range, and the archive cannot be asked: "
            + why
            + " Start it, name another with --server HOST:PORT, or choose a later --from.",
        cause);
  }
}
