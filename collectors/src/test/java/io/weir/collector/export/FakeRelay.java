package io.weir.collector.export;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.weir.event.v1.NodeReport;
import io.weir.ingest.v1.Ack;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Credit;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.IngestGrpc;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A relay that keeps events in memory, skips repeats by their numbers, and misbehaves on request.
 * Refuses gaps within a stream, and events beyond its credit, as the real one does.
 */
public final class FakeRelay implements AutoCloseable {
  private final List<Event> events = new ArrayList<>();
  private final List<Hello> hellos = new ArrayList<>();
  private final List<NodeReport> reports = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Long> seen = new LinkedHashMap<>();
  private final List<Stream> streams = new ArrayList<>();
  private int port;
  private Server server;

  private int credit = 1000;
  private boolean knowsReports = true;
  private boolean ackAtOnce = true;
  private int dropAfterBatches = Integer.MAX_VALUE;
  private boolean ackTwice;
  private long repeated;

  public FakeRelay() throws IOException {
    open();
  }

  private synchronized void open() throws IOException {
    server =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
            .addService(new Service())
            .build()
            .start();
    port = server.getPort();
  }

  /** {@code host:port}. */
  public synchronized String address() {
    return "127.0.0.1:" + port;
  }

  /** Goes away as a killed process does, and comes back under the same address. */
  public void restart() throws IOException, InterruptedException {
    close();
    open();
  }

  /** Events that a stream may send, and that each acknowledgement gives back. */
  public synchronized void credit(int events) {
    credit = events;
  }

  /** Whether each batch is acknowledged when it comes, or only by {@link #ackAll}. */
  public synchronized void ackAtOnce(boolean is) {
    ackAtOnce = is;
  }

  /** Sends every acknowledgement twice, and one of a run nobody knows. */
  public synchronized void ackTwice() {
    ackTwice = true;
  }

  /** Ends every stream after so many batches. */
  public synchronized void dropAfterBatches(int batches) {
    dropAfterBatches = batches;
  }

  /** A relay of before reports refuses the stream that brings one. */
  public synchronized void knowsReports(boolean does) {
    knowsReports = does;
  }

  /** Every report, in order. */
  public synchronized List<NodeReport> reports() {
    return List.copyOf(reports);
  }

  /** Acknowledges all that has come so far. */
  public synchronized void ackAll() {
    streams.forEach(Stream::ack);
  }

  /** Each event once, in the order of first sight. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** The first message of each stream. */
  public synchronized List<Hello> hellos() {
    return List.copyOf(hellos);
  }

  /** Collector runs that sent something, in order. */
  public synchronized List<String> collectors() {
    return List.copyOf(seen.keySet());
  }

  /** Events that came again. */
  public synchronized long repeated() {
    return repeated;
  }

  /** What collectors did wrong. */
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination(10, TimeUnit.SECONDS);
  }

  private final class Service extends IngestGrpc.IngestImplBase {
    @Override
    public StreamObserver<SendRequest> send(StreamObserver<SendResponse> responses) {
      synchronized (FakeRelay.this) {
        Stream stream = new Stream(responses);
        streams.add(stream);
        return stream;
      }
    }
  }

  private final class Stream implements StreamObserver<SendRequest> {
    private final StreamObserver<SendResponse> responses;
    private final Map<String, Long> last = new LinkedHashMap<>();
    private int batches;
    private long creditLeft;
    private long unacked;
    private boolean ended;

    Stream(StreamObserver<SendResponse> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(SendRequest request) {
      synchronized (FakeRelay.this) {
        if (request.hasHello()) {
          hellos.add(request.getHello());
          grant(credit);
        } else if (request.hasReport()) {
          reports.add(request.getReport());
          if (!knowsReports) {
            faults.add("a report that was not asked for");
            end();
          }
        } else {
          batch(request.getBatch());
        }
      }
    }

    private void batch(Batch batch) {
      String run = batch.getCollector();
      int count = batch.getEventsCount();
      if (last.containsKey(run) && batch.getFirstSeq() > last.get(run) + 1) {
        faults.add("gap in " + run + " before " + batch.getFirstSeq());
      }
      creditLeft -= count;
      unacked += count;
      if (creditLeft < 0) {
        faults.add("more than the credit: " + -creditLeft);
      }
      last.put(run, batch.getFirstSeq() + count - 1);
      for (int i = 0; i < count; i++) {
        if (batch.getFirstSeq() + i > seen.getOrDefault(run, 0L)) {
          events.add(batch.getEvents(i));
          seen.put(run, batch.getFirstSeq() + i);
        } else {
          repeated++;
        }
      }
      batches++;
      if (batches >= dropAfterBatches) {
        end();
      } else if (ackAtOnce) {
        ack();
      }
    }

    private void end() {
      ended = true;
      responses.onError(Status.UNAVAILABLE.withDescription("dropped by the test").asException());
    }

    private void ack() {
      if (ended) {
        return;
      }
      last.forEach(
          (run, seq) -> {
            for (int i = 0; i < (ackTwice ? 2 : 1); i++) {
              ack(run, seq);
            }
          });
      if (ackTwice) {
        ack("nobody", 7);
      }
      long back = unacked;
      unacked = 0;
      grant((int) back);
    }

    private void ack(String run, long seq) {
      responses.onNext(
          SendResponse.newBuilder().setAck(Ack.newBuilder().setCollector(run).setSeq(seq)).build());
    }

    private void grant(int count) {
      if (count > 0) {
        creditLeft += count;
        responses.onNext(
            SendResponse.newBuilder()
                .setCredit(Credit.newBuilder().setEvents(count).setReports(knowsReports))
                .build());
      }
    }

    @Override
    public void onError(Throwable error) {
      synchronized (FakeRelay.this) {
        ended = true;
      }
    }

    @Override
    public void onCompleted() {
      synchronized (FakeRelay.this) {
        if (!ended) {
          ended = true;
          responses.onCompleted();
        }
      }
    }
  }
}
