package io.weir.codec;

import com.google.protobuf.Message;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Ethernet;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import java.util.List;
import java.util.Locale;

/**
 * How fast one thread encodes and decodes a typical flow of about 1 KB, beside protobuf's own
 * serialisation of the same message. A program, not a test: about ten seconds, numbers on standard
 * output. The best of several rounds counts, since other work on the machine only ever slows it.
 */
public final class CodecBenchmark {
  private static final int ROUNDS = 6;
  private static final int EVENTS = 100_000;

  /** What it takes to know a flow's connection and workloads. */
  private static final List<FieldReader.Field> SOME =
      List.of(
          new FieldReader.Field(0, "header.seq", false),
          new FieldReader.Field(1, "flow.IP.source", true),
          new FieldReader.Field(2, "flow.IP.destination", true),
          new FieldReader.Field(3, "flow.l4.TCP.source_port", false),
          new FieldReader.Field(4, "flow.l4.TCP.destination_port", false),
          new FieldReader.Field(5, "flow.source", true),
          new FieldReader.Field(6, "flow.destination", true),
          new FieldReader.Field(7, "flow.node_name", true));

  private CodecBenchmark() {}

  /** Looks at what it is told. */
  private static final class Told implements FieldReader.Sink {
    private long sum;

    long of(FieldReader reader, byte[] value) throws MalformedEventException {
      reader.read(value, 0, value.length, this);
      return sum;
    }

    @Override
    public void number(int slot, long value) {
      sum += value;
    }

    @Override
    public void text(int slot, String text) {
      sum += text.length();
    }

    @Override
    public void message(int slot, Message message) {
      sum += message.getSerializedSize();
    }

    @Override
    public void present(int slot) {
      sum++;
    }
  }

  /** One thing to time; returns a number so that nothing is optimised away. */
  private interface Work {
    long run() throws Exception;
  }

  /** Prints microseconds per event. */
  public static void main(String[] args) throws Exception {
    FlowEvent event = typical();
    EventCodec<FlowEvent> codec = Codecs.flows();
    byte[] avro = codec.encode(event);
    byte[] protobuf = event.toByteArray();
    System.out.printf("bytes: avro %d, protobuf %d%n", avro.length, protobuf.length);
    // Serialising a new builder's message each time: the message itself remembers its size.
    measure("encode", () -> codec.encode(event.toBuilder().build()).length);
    measure("decode", () -> codec.decode(avro).getSerializedSize());
    FieldReader some = Codecs.flows().fields(SOME);
    Told told = new Told();
    measure("some fields", () -> told.of(some, avro));
    measure("protobuf encode", () -> event.toBuilder().build().toByteArray().length);
    measure("protobuf decode", () -> FlowEvent.parseFrom(protobuf).getSerializedSize());
  }

  private static void measure(String name, Work work) throws Exception {
    double best = Double.MAX_VALUE;
    long sink = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        sink += work.run();
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e3 / EVENTS);
    }
    System.out.printf(Locale.ROOT, "%-16s %6.2f us (%d)%n", name, best, sink % 10);
  }

  /** A SYN between two pods, with the labels that a common cluster gives them. */
  static FlowEvent typical() {
    Flow.Builder flow =
        Flow.newBuilder()
            .setUuid("5a1f8c36-0d6c-4b8e-9a62-3f5e7f1f2c11")
            .setVerdict(Verdict.FORWARDED)
            .setEthernet(
                Ethernet.newBuilder()
                    .setSource("0a:58:0a:f4:01:17")
                    .setDestination("0a:58:0a:f4:01:01"))
            .setIP(
                IP.newBuilder()
                    .setSource("10.244.1.23")
                    .setDestination("10.244.2.119")
                    .setIpVersion(IPVersion.IPv4))
            .setL4(
                Layer4.newBuilder()
                    .setTCP(
                        TCP.newBuilder()
                            .setSourcePort(48_122)
                            .setDestinationPort(8080)
                            .setFlags(TCPFlags.newBuilder().setSYN(true))))
            .setSource(endpoint("checkout", 41_233, 1_482))
            .setDestination(endpoint("payment", 18_774, 2_977))
            .setType(FlowType.L3_L4)
            .setNodeName("production/worker-17")
            .addNodeLabels("topology.kubernetes.io/zone=eu-central-1a")
            .addNodeLabels("kubernetes.io/arch=amd64")
            .setTrafficDirection(TrafficDirection.EGRESS)
            .setSummary("TCP Flags: SYN");
    flow.getTimeBuilder().setSeconds(1_795_000_000L).setNanos(123_456_789);
    flow.getEventTypeBuilder().setType(4).setSubType(3);
    flow.getIsReplyBuilder();
    flow.getInterfaceBuilder().setIndex(14).setName("lxc3f0a1d2b4c5e");
    return FlowEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder()
                .setNode("production/worker-17")
                .setCollector("0192c8a4-6b1e-7d31-a2c4-77b1f0d3e955")
                .setSeq(1_234_567)
                .setObservedAtNs(1_795_000_000_123_456_789L)
                .setSource("hubble")
                .setSampling(1))
        .setFlow(flow)
        .build();
  }

  private static Endpoint endpoint(String name, int identity, int id) {
    return Endpoint.newBuilder()
        .setID(id)
        .setIdentity(identity)
        .setNamespace("shop")
        .setClusterName("production")
        .setPodName(name + "-7d9c5b9f4c-x2x8k")
        .addLabels("k8s:app.kubernetes.io/name=" + name)
        .addLabels("k8s:app.kubernetes.io/part-of=shop")
        .addLabels("k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=shop")
        .addLabels("k8s:io.cilium.k8s.policy.cluster=production")
        .addLabels("k8s:io.cilium.k8s.policy.serviceaccount=" + name)
        .addLabels("k8s:io.kubernetes.pod.namespace=shop")
        .addWorkloads(Workload.newBuilder().setName(name).setKind("Deployment"))
        .build();
  }
}
