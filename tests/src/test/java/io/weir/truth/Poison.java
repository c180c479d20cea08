package io.weir.truth;

import com.google.protobuf.Timestamp;
import io.weir.codec.Codecs;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.Verdict;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Records that nobody should write, and somebody will.
 *
 * @param expected the reason in {@code weir.discarded.v1}; {@link #COUNTS} for flows that are
 *     strange and count all the same; {@link #NOTHING} for what is not for the jobs to count
 */
record Poison(
    Topic topic, byte @Nullable [] key, byte @Nullable [] value, String expected, String what) {
  static final String COUNTS = "counts";
  static final String NOTHING = "nothing";

  /** Part of the name of every edge that strange flows make. */
  static final String STRANGE = "strange";

  private static final String MALFORMED = "malformed";
  private static final int GIANT = 900_000;

  /** One of each kind, in an order of the seed's. */
  static List<Poison> all(long seed, Instant now) {
    Random random = new Random(seed);
    List<Poison> all = new ArrayList<>();
    noEvents(random, all);
    times(now, all);
    strangeFlows(now, all);
    losses(now, all);
    definitions(random, all);
    Collections.shuffle(all, random);
    return all;
  }

  private static void noEvents(Random random, List<Poison> all) {
    byte[] flow = Codecs.flows().encode(flow(Instant.now(), Flow.newBuilder()));
    byte[] probe = Codecs.probes().encode(ProbeEvent.getDefaultInstance());
    for (Topic topic : List.of(Topic.FLOWS, Topic.PROBES)) {
      byte[] good = topic == Topic.FLOWS ? flow : probe;
      all.add(bytes(topic, null, "no value"));
      all.add(bytes(topic, new byte[0], "no bytes"));
      all.add(bytes(topic, text("no event"), "text"));
      all.add(bytes(topic, Arrays.copyOf(good, good.length - 1), "cut short"));
      all.add(bytes(topic, Arrays.copyOf(good, good.length + 1), "bytes left over"));
      byte[] fingerprint = good.clone();
      fingerprint[5] ^= 0x55;
      all.add(bytes(topic, fingerprint, "fingerprint of no schema"));
      byte[] noise = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(noise);
      all.add(bytes(topic, noise, "noise"));
      byte[] behind = new byte[good.length + 500];
      random.nextBytes(behind);
      System.arraycopy(good, 0, behind, 0, 10);
      Arrays.fill(behind, 10, 30, (byte) 0xFF);
      all.add(bytes(topic, behind, "noise behind a good fingerprint"));
    }
    all.add(bytes(Topic.FLOWS, probe, "a probe among the flows"));
    all.add(bytes(Topic.PROBES, flow, "a flow among the probes"));
    all.add(bytes(Topic.PROBES, probe, "an execution of nothing"));
    all.add(
        bytes(
            Topic.FLOWS,
            Codecs.flows().encode(FlowEvent.getDefaultInstance()),
            "an event of nothing"));
  }

  private static Poison bytes(Topic topic, byte @Nullable [] value, String what) {
    return new Poison(topic, null, value, MALFORMED, what);
  }

  private static void times(Instant now, List<Poison> all) {
    record Case(long ns, String expected, String what) {}
    long nowNs = ns(now);
    List<Case> cases =
        List.of(
            new Case(0, MALFORMED, "no time"),
            new Case(1, MALFORMED, "the first nanosecond of 1970"),
            new Case(Duration.ofDays(1).toNanos(), MALFORMED, "1970"),
            new Case(-nowNs, MALFORMED, "before 1970"),
            new Case(Long.MIN_VALUE, MALFORMED, "1677"),
            new Case(nowNs / 1_000_000, MALFORMED, "milliseconds"),
            new Case(ns(Instant.parse("2002-01-01T00:00:00Z")), "too_late", "2002"),
            new Case(nowNs + Duration.ofMinutes(20).toNanos(), "too_early", "in twenty minutes"),
            new Case(nowNs + Duration.ofDays(400).toNanos(), "too_early", "next year"),
            new Case(Long.MAX_VALUE, "too_early", "2262"));
    for (Case one : cases) {
      FlowEvent event =
          FlowEvent.newBuilder().setHeader(header(one.ns())).setFlow(strange("time")).build();
      all.add(
          new Poison(Topic.FLOWS, null, Codecs.flows().encode(event), one.expected(), one.what()));
      if (!one.expected().equals("too_late")) {
        // A probe that comes too late is no flow event: it counts in weir_jobs_late_deltas_total.
        ProbeEvent probe =
            ProbeEvent.newBuilder()
                .setHeader(header(one.ns()))
                .setProbe(Probe.newBuilder().setId(STRANGE))
                .build();
        all.add(
            new Poison(
                Topic.PROBES, null, Codecs.probes().encode(probe), one.expected(), one.what()));
      }
    }
    FlowEvent year9999 =
        FlowEvent.newBuilder()
            .setFlow(strange("time").setTime(Timestamp.newBuilder().setSeconds(253_402_300_799L)))
            .build();
    all.add(
        new Poison(
            Topic.FLOWS, null, Codecs.flows().encode(year9999), "too_early", "9999 in the flow"));
  }

  private static void strangeFlows(Instant now, List<Poison> all) {
    String giant = STRANGE + "x".repeat(GIANT);
    all.add(counts(now, "nothing but a time", Flow.newBuilder()));
    all.add(counts(now, "addresses that are none", strange("ip").setIP(addresses("?", "999.1"))));
    all.add(
        counts(
            now,
            "giant address",
            Flow.newBuilder().setIP(addresses(giant, "192.0.2.1")).setL4(tcp(1, 2))));
    all.add(
        counts(
            now,
            "giant pod",
            strange("pod")
                .setSource(Endpoint.newBuilder().setNamespace("a").setPodName(giant))
                .setIP(addresses("192.0.2.7", "192.0.2.8"))
                .setL4(tcp(7, 8))));
    all.add(
        counts(
            now,
            "giant node, and a SYN",
            strange("node")
                .setNodeName(giant)
                .setIP(addresses("192.0.2.9", "192.0.2.10"))
                .setL4(tcp(9, 10))));
    all.add(
        counts(
            now,
            "giant question",
            strange("dns")
                .setIP(addresses("192.0.2.11", "192.0.2.12"))
                .setL4(tcp(11, 53))
                .setL7(
                    Layer7.newBuilder()
                        .setType(L7FlowType.REQUEST)
                        .setDns(DNS.newBuilder().setQuery(giant)))));
    all.add(
        counts(
            now,
            "giant URL and negative latency",
            strange("http")
                .setIP(addresses("192.0.2.13", "192.0.2.14"))
                .setL4(tcp(13, 80))
                .setL7(
                    Layer7.newBuilder()
                        .setType(L7FlowType.RESPONSE)
                        .setLatencyNs(-1)
                        .setHttp(
                            HTTP.newBuilder()
                                .setMethod(giant.substring(0, 400_000))
                                .setUrl("/" + giant.substring(0, 400_000))
                                .setCode(-1)))));
    Flow.Builder denied = strange("drop").setVerdict(Verdict.DROPPED).setDropReasonDescValue(181);
    for (int i = 0; i < 20_000; i++) {
      denied.addEgressDeniedBy(Policy.newBuilder().setNamespace(STRANGE).setName("policy-" + i));
    }
    all.add(counts(now, "dropped by twenty thousand policies", denied));
    all.add(
        counts(
            now,
            "numbers of a later version everywhere",
            strange("enum")
                .setVerdictValue(99)
                .setTypeValue(98)
                .setTrafficDirectionValue(97)
                .setTraceObservationPointValue(96)
                .setTraceReasonValue(95)
                .setDropReasonDescValue(94_000)
                .setAuthTypeValue(93)
                .setL7(Layer7.newBuilder().setTypeValue(92))));
    all.add(
        counts(
            now,
            "ports that are none",
            strange("port").setIP(addresses("192.0.2.15", "192.0.2.16")).setL4(tcp(-1, 1 << 30))));
    all.add(
        counts(
            now,
            "layer 7 of nothing",
            strange("l7").setType(FlowType.L7).setL7(Layer7.getDefaultInstance())));
  }

  private static Poison counts(Instant now, String what, Flow.Builder flow) {
    return new Poison(Topic.FLOWS, null, Codecs.flows().encode(flow(now, flow)), COUNTS, what);
  }

  private static void losses(Instant now, List<Poison> all) {
    long[][] spans = {{0, Long.MAX_VALUE}, {Long.MIN_VALUE, Long.MAX_VALUE}, {Long.MAX_VALUE, 1}};
    for (long[] span : spans) {
      FlowEvent loss =
          FlowEvent.newBuilder()
              .setHeader(header(ns(now)))
              .setLoss(
                  Loss.newBuilder()
                      .setStage(STRANGE)
                      .setReason("x".repeat(GIANT))
                      .setCount(-1)
                      .setFirstNs(span[0])
                      .setLastNs(span[1]))
              .build();
      all.add(
          new Poison(
              Topic.FLOWS, null, Codecs.flows().encode(loss), NOTHING, "a loss of everything"));
    }
  }

  /** A record without a key is none of them: Kafka itself refuses it in a compacted topic. */
  private static void definitions(Random random, List<Poison> all) {
    byte[] good = slo("good-" + random.nextInt(1000), "true");
    all.add(new Poison(Topic.SLOS, text("a"), text("no slo"), MALFORMED, "no SLO"));
    all.add(
        new Poison(
            Topic.SLOS, text("b"), Arrays.copyOf(good, good.length - 1), MALFORMED, "cut short"));
    all.add(new Poison(Topic.SLOS, text("c"), slo("c", "_flow.nothing"), MALFORMED, "no field"));
    all.add(new Poison(Topic.SLOS, text("d"), slo("d", "((("), MALFORMED, "no expression"));
    all.add(
        new Poison(
            Topic.SLOS,
            text("e"),
            slo("e", "true" + " || true".repeat(20_000)),
            MALFORMED,
            "an expression of pages"));
    all.add(
        new Poison(Topic.SLOS, text("f"), slo("x".repeat(GIANT / 2), "true"), MALFORMED, "giant"));
    all.add(
        new Poison(
            Topic.SLOS,
            text("k".repeat(70_000)),
            slo("fails-always", "_flow.l7.http.headers[7].key == '' || 1 / 0 == 1"),
            NOTHING,
            "an expression that fails on every flow, under a giant key"));
    all.add(
        new Poison(
            Topic.SLOS, text("h"), slo("regex", "_flow.uuid.matches('(')"), NOTHING, "bad regex"));
    all.add(new Poison(Topic.SLOS, text("never-there"), null, NOTHING, "a withdrawal of nothing"));
  }

  private static byte[] slo(String name, String total) {
    return Codecs.slos()
        .encode(
            SloDefinition.newBuilder()
                .setName(name)
                .addCustom(
                    CustomIndicator.newBuilder().setName(name).setGood("true").setTotal(total))
                .build());
  }

  private static Flow.Builder strange(String name) {
    Endpoint endpoint = Endpoint.newBuilder().setNamespace(STRANGE).setPodName(name).build();
    return Flow.newBuilder().setSource(endpoint).setDestination(endpoint);
  }

  private static FlowEvent flow(Instant time, Flow.Builder flow) {
    return FlowEvent.newBuilder().setHeader(header(ns(time))).setFlow(flow).build();
  }

  /** Without a number: it is not the numbers that are tested here. */
  private static EventHeader header(long observedNs) {
    return EventHeader.newBuilder().setNode(STRANGE).setObservedAtNs(observedNs).build();
  }

  private static IP.Builder addresses(String source, String destination) {
    return IP.newBuilder().setSource(source).setDestination(destination);
  }

  private static Layer4.Builder tcp(int source, int destination) {
    return Layer4.newBuilder()
        .setTCP(
            TCP.newBuilder()
                .setSourcePort(source)
                .setDestinationPort(destination)
                .setFlags(TCPFlags.newBuilder().setSYN(true)));
  }

  private static long ns(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
