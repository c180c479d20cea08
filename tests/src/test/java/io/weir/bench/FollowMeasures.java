package io.weir.bench;

import io.weir.bench.Followers.Follower;
import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.relay.publish.TopicRecord;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** What following costs: a steady stream, first without followers, then with 50. */
final class FollowMeasures {
  private static final int FOLLOWERS = 50;
  private static final int RATE = 20_000;
  private static final int PART = RATE / 10;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final QueryRun run;
  private final int seconds;
  private final Path scratch;

  FollowMeasures(QueryRun run, int seconds, Path scratch) {
    this.run = run;
    this.seconds = seconds;
    this.scratch = scratch;
  }

  void print() throws Exception {
    send("warm-up", new long[0], List.of());
    Cost alone = Cost.of(() -> send("alone", new long[0], List.of()));
    List<Follower> followers = Followers.of(FOLLOWERS);
    List<Path> requests = new ArrayList<>();
    for (Follower follower : followers) {
      GetFlowsRequest request =
          GetFlowsRequest.newBuilder().setFollow(true).addWhitelist(follower.filter()).build();
      requests.add(
          Files.write(scratch.resolve("follow-" + requests.size()), request.toByteArray()));
    }
    Process reader = FlowsReader.start(run.target(), requests);
    long[] expected = new long[FOLLOWERS];
    try (BufferedReader lines = reader.inputReader()) {
      lines.readLine();
      // A stream that begins late would seem to have lost what it was never to get.
      await("50 streams", () -> run.streams() >= FOLLOWERS);
      double before = run.responses();
      Cost followed =
          Cost.of(
              () -> {
                send("followed", expected, followers);
                double wanted = before + LongStream.of(expected).sum();
                await("the answers", () -> run.responses() >= wanted);
              });
      reader.getOutputStream().close();
      long got = 0;
      long lost = 0;
      long wanted = 0;
      int short0 = 0;
      for (int i = 0; i < FOLLOWERS; i++) {
        String[] counts = lines.readLine().split(" ", -1);
        got += Long.parseLong(counts[1]);
        lost += Long.parseLong(counts[2]);
        wanted += expected[i];
        short0 += Long.parseLong(counts[1]) == expected[i] ? 0 : 1;
      }
      long flows = (long) RATE * seconds;
      System.out.printf(
          Locale.ROOT,
          "%d followers of %,.0f flows/s: %,d of %,d answers, %d followers short, %d losses told;"
              + " %.2f cores against %.2f without (with broker and producer), %.1f ms CPU a second"
              + " each%n",
          FOLLOWERS,
          flows / followed.seconds(),
          got,
          wanted,
          short0,
          lost,
          followed.cpuSeconds() / followed.seconds(),
          alone.cpuSeconds() / alone.seconds(),
          1e3
              * (followed.cpuSeconds() / followed.seconds() - alone.cpuSeconds() / alone.seconds())
              / FOLLOWERS);
    } finally {
      reader.destroy();
      reader.waitFor();
    }
  }

  /** Goes on after a while: what is missing then is what the benchmark reports. */
  private static void await(String what, BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        System.err.println("Still waiting for " + what + "; going on without.");
        return;
      }
      Thread.sleep(5);
    }
  }

  private void send(String collector, long[] expected, List<Follower> followers) throws Exception {
    long count = (long) RATE * seconds;
    QueryFlows flows =
        new QueryFlows(
            collector,
            System.currentTimeMillis() * 1_000_000,
            Duration.ofSeconds(seconds).toNanos(),
            count,
            0);
    try (RawProducer producer = new RawProducer(run.bootstrapServers())) {
      long start = System.nanoTime();
      for (long next = 0; next < count; next += PART) {
        List<TopicRecord> records = new ArrayList<>(PART);
        for (long i = next; i < next + PART; i++) {
          FlowEvent event = flows.event(i);
          for (int f = 0; f < expected.length; f++) {
            expected[f] += followers.get(f).expected().test(event.getFlow()) ? 1 : 0;
          }
          records.add(
              new TopicRecord(
                  Topic.FLOWS,
                  TopicKeys.connection(event.getFlow()),
                  Codecs.flows().encode(event)));
        }
        producer.send(records);
        long due = start + next * 1_000_000_000L / RATE;
        long early = due - System.nanoTime();
        if (early > 0) {
          Thread.sleep(early / 1_000_000);
        }
      }
    }
  }
}
