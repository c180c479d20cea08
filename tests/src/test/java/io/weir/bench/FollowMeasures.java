package io.weir.bench;

import io.weir.bench.Followers.Follower;
import io.weir.bench.FollowersProcess.Got;
import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.relay.publish.TopicRecord;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** What following costs: a steady stream, first without followers, then with 50. */
final class FollowMeasures {
  private static final int FOLLOWERS = 50;
  private static final int RATE = 20_000;
  private static final int PART = RATE / 10;
  private static final int BEGIN_ROUNDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

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
    List<Follower> followers = Followers.of(FOLLOWERS);
    // Also counts what followers would get, so that this is not part of the difference.
    Cost alone = Cost.of(() -> send("alone", new long[FOLLOWERS], followers));
    List<Path> requests = new ArrayList<>();
    for (Follower follower : followers) {
      GetFlowsRequest request =
          GetFlowsRequest.newBuilder().setFollow(true).addWhitelist(follower.filter()).build();
      requests.add(
          Files.write(scratch.resolve("follow-" + requests.size()), request.toByteArray()));
    }
    long[] expected = new long[FOLLOWERS];
    try (FollowersProcess process = FollowersProcess.start(run.target(), requests)) {
      Got before = awaitBegun(process, followers);
      Cost followed =
          Cost.of(
              () -> {
                send("followed", expected, followers);
                awaitGot(process, before.sum() + LongStream.of(expected).sum());
              });
      print(alone, followed, process.got().since(before), expected);
    }
  }

  private void print(Cost alone, Cost followed, Got got, long[] expected) {
    int shortOf = 0;
    for (int i = 0; i < FOLLOWERS; i++) {
      shortOf += got.flows()[i] == expected[i] ? 0 : 1;
    }
    long flows = (long) RATE * seconds;
    double more = followed.cpuSeconds() - alone.cpuSeconds();
    System.out.printf(
        Locale.ROOT,
        "%d followers of %,.0f flows/s: %,d of %,d answers, %d followers without exactly theirs, %d"
            + " losses told%n",
        FOLLOWERS,
        flows / followed.seconds(),
        got.sum(),
        LongStream.of(expected).sum(),
        shortOf,
        got.losses());
    System.out.printf(
        Locale.ROOT,
        "   %.2f cores against %.2f without followers (with broker and producer): %.1f ms CPU a"
            + " second each, %.2f us for each flow that one looks at%n",
        followed.cpuSeconds() / followed.seconds(),
        alone.cpuSeconds() / alone.seconds(),
        1e3 * more / followed.seconds() / FOLLOWERS,
        1e6 * more / flows / FOLLOWERS);
  }

  /**
   * Sends a few flows for each follower until all of them come back at once: who begins late was
   * never to get what came before, and would seem to have lost it.
   */
  private Got awaitBegun(FollowersProcess process, List<Follower> followers) throws Exception {
    List<FlowEvent> some = new ArrayList<>();
    long answers = 0;
    for (Follower follower : followers) {
      FlowEvent event = firstFor(follower);
      some.add(event);
      answers += followers.stream().filter(f -> f.expected().test(event.getFlow())).count();
    }
    try (RawProducer producer = new RawProducer(run.bootstrapServers())) {
      for (int round = 1; round <= BEGIN_ROUNDS; round++) {
        long wanted = process.got().sum() + answers;
        List<TopicRecord> records = new ArrayList<>();
        for (FlowEvent event : some) {
          FlowEvent.Builder fresh = event.toBuilder();
          fresh.getHeaderBuilder().setCollector("begin-" + round + "-" + records.size());
          records.add(record(fresh.build()));
        }
        producer.send(records);
        Got got = awaitGot(process, wanted);
        if (got.sum() == wanted) {
          return got;
        }
      }
    }
    throw new IllegalStateException("Not all followers have begun");
  }

  private static FlowEvent firstFor(Follower follower) {
    QueryFlows flows = new QueryFlows("begin", 0, 1, 1, 0);
    long i = 0;
    while (!follower.expected().test(flows.event(i).getFlow())) {
      i++;
    }
    return flows.event(i);
  }

  /** Goes on when nothing has come for a while: what is missing is what the benchmark reports. */
  private static Got awaitGot(FollowersProcess process, long wanted) throws Exception {
    Got got = process.got();
    long since = System.nanoTime();
    while (got.sum() < wanted && System.nanoTime() - since < PATIENCE.toNanos()) {
      Thread.sleep(5);
      Got now = process.got();
      since = now.sum() > got.sum() ? System.nanoTime() : since;
      got = now;
    }
    return got;
  }

  private static TopicRecord record(FlowEvent event) {
    return new TopicRecord(
        Topic.FLOWS, TopicKeys.connection(event.getFlow()), Codecs.flows().encode(event));
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
          records.add(record(event));
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
