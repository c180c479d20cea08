package io.weir.faults;

import io.weir.collector.simulation.Deliveries;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.simulation.Truth;
import io.weir.event.v1.EventHeader;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.ingest.v1.Event;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import io.weir.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One scenario as records in the order in which collectors would bring them, some of them twice,
 * and the truth about it. At the end every partition gets an event of a later time, so that event
 * time passes all windows of the scenario without a wait. Equal arguments give equal records.
 *
 * @param startNs when the scenario begins
 * @param records what is sent, the last {@link #PARTITIONS} of them the ends
 * @param again how many of them repeat an earlier one
 */
record Feed(
    String scenario,
    long seed,
    long startNs,
    List<ProducerRecord<byte[], byte[]>> records,
    long again,
    Truth truth) {
  /** Of every topic. Odd, so that instances of the jobs have different numbers of them. */
  static final int PARTITIONS = 3;

  /** Scenarios of which the jobs are known to count everything exactly, each with its own fault. */
  private static final List<String> SCENARIOS =
      List.of("bad-rollout", "service-down", "dns-timeouts", "oom-killed", "slow-dependency");

  private static final double SCALE = 0.3;
  private static final double RESENDS = 0.1;

  // Beyond all timeouts, within the allowed lateness: a partition that is behind still counts.
  private static final Duration END = Duration.ofMinutes(4);

  /**
   * The scenario of a seed.
   *
   * @param kind of fault; different ones meet different scenarios under one seed
   * @param hour of the day to begin at, so that many runs can follow each other in one topic
   */
  static Feed of(String kind, long seed, int hour) {
    return of(kind, seed, hour, SCALE);
  }

  /** The same with another rate of traffic. */
  static Feed of(String kind, long seed, int hour, double scale) {
    int choice = Math.floorMod(kind.hashCode() + (int) seed, SCENARIOS.size());
    return of(SCENARIOS.get(choice), seed, hour, scale, Resends.UNDER_THEIR_NUMBERS);
  }

  /** What a collector does when it sends a batch again. */
  enum Resends {
    /** The same events under the same numbers. */
    UNDER_THEIR_NUMBERS,
    /** A mistake: nobody can tell them from new ones. */
    UNDER_NEW_NUMBERS
  }

  /** A scenario by its name. */
  static Feed ofScenario(String name, long seed, Resends resends) {
    return of(name, seed, 0, SCALE, resends);
  }

  private static Feed of(String name, long seed, int hour, double scale, Resends resends) {
    Scenario scenario = resending(Scenarios.all().get(name));
    Simulation simulation =
        new Simulation(scenario, seed, scale, scenario.startTime().plus(Duration.ofHours(hour)));
    Deliveries deliveries = new Deliveries(simulation, seed, name + "-" + seed + "-" + hour);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    long again = 0;
    while (deliveries.hasNext()) {
      Deliveries.Delivery delivery = deliveries.next();
      TopicRecord record = EventRecords.of(header(delivery, resends), delivery.event());
      if (FaultTopics.ALL.contains(record.topic())) {
        again += delivery.again() ? 1 : 0;
        records.add(new ProducerRecord<>(record.topic().topicName(), record.key(), record.value()));
      }
    }
    records.addAll(ends(simulation));
    return new Feed(
        name, seed, simulation.startNs(), List.copyOf(records), again, simulation.truth());
  }

  private static EventHeader header(Deliveries.Delivery delivery, Resends resends) {
    EventHeader header = delivery.header();
    return delivery.again() && resends == Resends.UNDER_NEW_NUMBERS
        ? header.toBuilder().setCollector(header.getCollector() + "-again").build()
        : header;
  }

  /** A flow in the middle that no resend makes up for. */
  int firstSentOnce() {
    Set<ByteBuffer> seen = new HashSet<>();
    Set<ByteBuffer> twice = new HashSet<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      ByteBuffer value = ByteBuffer.wrap(record.value());
      if (!seen.add(value)) {
        twice.add(value);
      }
    }
    int index = records.size() / 2;
    while (twice.contains(ByteBuffer.wrap(records.get(index).value()))
        || !records.get(index).topic().equals(Topic.FLOWS.topicName())) {
      index++;
    }
    return index;
  }

  /** The same without one record. */
  Feed without(int index) {
    List<ProducerRecord<byte[], byte[]>> rest = new ArrayList<>(records);
    rest.remove(index);
    return new Feed(scenario, seed, startNs, List.copyOf(rest), again, truth);
  }

  /** What comes last: in each partition an event of a later time. */
  static List<ProducerRecord<byte[], byte[]>> ends(Simulation simulation) {
    long endNs = simulation.startNs() + simulation.scenario().duration().plus(END).toNanos();
    List<ProducerRecord<byte[], byte[]>> ends = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.add(end(partition, endNs));
    }
    return ends;
  }

  /** A node says how it is: counted nowhere but as received. */
  private static ProducerRecord<byte[], byte[]> end(int partition, long atNs) {
    TopicRecord record =
        EventRecords.of(
            EventHeader.newBuilder().setNode("clock").setObservedAtNs(atNs).build(),
            Event.newBuilder().setNodeStatus(NodeStatusEvent.getDefaultInstance()).build());
    return new ProducerRecord<>(Topic.FLOWS.topicName(), partition, record.key(), record.value());
  }

  private static Scenario resending(Scenario scenario) {
    return new Scenario(
        scenario.summary(),
        scenario.find(),
        scenario.cluster(),
        scenario.namespace(),
        scenario.start(),
        scenario.duration(),
        scenario.nodes(),
        scenario.services(),
        scenario.outside(),
        scenario.traffic(),
        scenario.rollouts(),
        RESENDS,
        scenario.incidents());
  }

  /** So many positions in the middle, in order, apart from each other, chosen by the seed. */
  List<Integer> points(int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> points = new ArrayList<>();
    int part = records.size() * 8 / 10 / count;
    for (int i = 0; i < count; i++) {
      points.add(records.size() / 10 + i * part + random.nextInt(part * 6 / 10));
    }
    return points;
  }
}
