package io.weir.bench;

import com.google.protobuf.BoolValue;
import com.google.protobuf.util.Timestamps;
import io.weir.bench.MadeCluster.Pod;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Ethernet;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.NetworkInterface;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Any number of flows, about 1 KB each: many HTTP connections of a {@link MadeCluster} at a time,
 * six flows each, every flow with a time and an id of its own. The nodes' clocks differ, so flows
 * come a little out of order. One connection in {@value #DROPPED_ONE_IN} is to a pod of {@link
 * MadeCluster#NAMESPACE} and dropped; a few flows, evenly spread, come from the pod {@value
 * #NEEDLE_POD}. Flow {@code i} is the same whenever it is asked for. Confined to one thread.
 */
final class QueryFlows {
  /** Part of an archive's name: an archive of other flows is not used again. */
  static final int VERSION = 2;

  static final String NAMESPACE = MadeCluster.NAMESPACE;
  static final String NEEDLE_POD = "needle-0";
  static final int DROPPED_ONE_IN = 50;

  private static final int DROPPED_ELSEWHERE_ONE_IN = 100;

  /** Connections that are open at a time. */
  private static final int OPEN = 64;

  private static final int STEPS = 6;
  private static final long CLOCK_DIFFERENCE_NS = 50_000_000;
  private static final int[] PORTS = {8080, 8080, 8080, 80, 443, 9090, 3000, 5000};
  private static final String[] METHODS = {"GET", "GET", "GET", "GET", "POST", "PUT", "DELETE"};
  private static final String[] AGENTS = {
    "Go-http-client/1.1", "okhttp/4.12.0", "python-requests/2.32.3", "Java-http-client/17.0.10"
  };

  private final MadeCluster cluster = new MadeCluster();

  /** The connection of each place, kept since most are asked for six times in a row. */
  private final Connection[] open = new Connection[OPEN];

  private final String collector;
  private final long firstNs;
  private final double stepNs;
  private final long needleEvery;

  /**
   * A row of flows.
   *
   * @param collector id of the run that exported them
   * @param count how many will be asked for
   * @param needles how many of them come from {@link #NEEDLE_POD}
   */
  QueryFlows(String collector, long firstNs, long spanNs, long count, int needles) {
    this.collector = collector;
    this.firstNs = firstNs;
    this.stepNs = (double) spanNs / count;
    this.needleEvery = needles == 0 ? Long.MAX_VALUE : count / needles;
  }

  /** Flow number {@code i}, from 0. */
  FlowEvent event(long i) {
    long number = i / (OPEN * STEPS) * OPEN + i % OPEN;
    int step = (int) (i / OPEN % STEPS);
    int place = (int) (number % OPEN);
    if (open[place] == null || open[place].number != number) {
      open[place] = new Connection(cluster, number);
    }
    Connection connection = open[place];
    SplittableRandom random = new SplittableRandom(i);
    long timeNs = firstNs + (long) (i * stepNs) + random.nextLong(CLOCK_DIFFERENCE_NS);
    Flow.Builder flow = connection.flow(step, random).setTime(Timestamps.fromNanos(timeNs));
    flow.setUuid(new UUID(random.nextLong(), random.nextLong()).toString());
    if (i % needleEvery == needleEvery / 2) {
      flow.getSourceBuilder().setNamespace(NAMESPACE).setPodName(NEEDLE_POD);
    }
    return FlowEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder()
                .setNode(flow.getNodeName())
                .setCollector(collector)
                .setSeq(i + 1)
                .setObservedAtNs(timeNs)
                .setSource("hubble")
                .setSampling(1))
        .setFlow(flow)
        .build();
  }

  /** What the flows of one connection have in common. */
  private static final class Connection {
    private final long number;
    private final boolean dropped;
    private final Pod client;
    private final Pod server;
    private final int clientPort;
    private final int serverPort;
    private final long cookie;
    private final HTTP.Builder http = HTTP.newBuilder();
    private final int code;
    private final long latencyNs;

    Connection(MadeCluster cluster, long number) {
      this.number = number;
      SplittableRandom random = new SplittableRandom(~number);
      boolean inNamespace = number % DROPPED_ONE_IN == 0;
      dropped = inNamespace || random.nextInt(DROPPED_ELSEWHERE_ONE_IN) == 0;
      client = cluster.pod(random);
      server = inNamespace ? cluster.podOfNamespace(random) : cluster.pod(random);
      clientPort = random.nextInt(32_768, 60_999);
      serverPort = PORTS[random.nextInt(PORTS.length)];
      cookie = random.nextLong(1L << 40);
      code = random.nextInt(40) > 0 ? 200 : 500 + random.nextInt(4);
      latencyNs = random.nextLong(200_000, 80_000_000);
      http.setMethod(METHODS[random.nextInt(METHODS.length)])
          .setProtocol("HTTP/1.1")
          .setUrl(
              "http://%s.%s.svc:%d/api/v1/%s/%d"
                  .formatted(
                      server.workload(),
                      server.endpoint().getNamespace(),
                      serverPort,
                      server.workload(),
                      random.nextInt(1_000_000)))
          .addHeaders(header("User-Agent", AGENTS[random.nextInt(AGENTS.length)]))
          .addHeaders(
              header("X-Request-Id", new UUID(random.nextLong(), random.nextLong()).toString()));
    }

    private static HTTPHeader header(String key, String value) {
      return HTTPHeader.newBuilder().setKey(key).setValue(value).build();
    }

    /** SYN, SYN-ACK, request, response, FIN, FIN; or SYN again and again. */
    Flow.Builder flow(int step, SplittableRandom random) {
      if (dropped) {
        return l4(true, TCPFlags.newBuilder().setSYN(true))
            .setVerdict(Verdict.DROPPED)
            .setDropReason(DropReason.POLICY_DENIED_VALUE)
            .setDropReasonDesc(DropReason.POLICY_DENIED)
            .setEventType(CiliumEventType.newBuilder().setType(1).setSubType(133));
      }
      boolean request = step % 2 == 0;
      return switch (step) {
        case 0 -> l4(request, TCPFlags.newBuilder().setSYN(true));
        case 1 -> l4(request, TCPFlags.newBuilder().setSYN(true).setACK(true));
        case 2, 3 -> l7(request, random);
        default -> l4(request, TCPFlags.newBuilder().setFIN(true).setACK(true));
      };
    }

    private Flow.Builder l4(boolean request, TCPFlags.Builder flags) {
      Flow.Builder flow = flow(request, flags).setType(FlowType.L3_L4);
      return flow.setEventType(CiliumEventType.newBuilder().setType(4).setSubType(request ? 3 : 0))
          .setInterface(
              NetworkInterface.newBuilder()
                  .setIndex(client.endpoint().getID())
                  .setName("lxc" + Integer.toHexString(client.endpoint().getID() * 7_919)))
          .setEthernet(
              Ethernet.newBuilder()
                  .setSource("42:01:0a:08:00:" + hex(source(request)))
                  .setDestination("42:01:0a:08:00:" + hex(source(!request))));
    }

    private static String hex(Pod pod) {
      return HexFormat.of().toHexDigits((byte) pod.endpoint().getID());
    }

    private Flow.Builder l7(boolean request, SplittableRandom random) {
      Flow.Builder flow = flow(request, TCPFlags.newBuilder().setPSH(true).setACK(true));
      Layer7.Builder l7 =
          flow.getL7Builder().setType(request ? L7FlowType.REQUEST : L7FlowType.RESPONSE);
      if (request) {
        l7.setHttp(http);
      } else {
        l7.setHttp(http.clone().setCode(code)).setLatencyNs(latencyNs + random.nextLong(1_000));
      }
      return flow.setType(FlowType.L7)
          .setProxyPort(10_000 + server.endpoint().getID())
          .setEventType(CiliumEventType.newBuilder().setType(129));
    }

    private Pod source(boolean request) {
      return request ? client : server;
    }

    private Flow.Builder flow(boolean request, TCPFlags.Builder flags) {
      Pod from = source(request);
      Pod to = source(!request);
      Endpoint destination = to.endpoint();
      return Flow.newBuilder()
          .setVerdict(Verdict.FORWARDED)
          .setIP(
              IP.newBuilder()
                  .setSource(from.address())
                  .setDestination(to.address())
                  .setIpVersion(IPVersion.IPv4))
          .setL4(
              Layer4.newBuilder()
                  .setTCP(
                      TCP.newBuilder()
                          .setSourcePort(request ? clientPort : serverPort)
                          .setDestinationPort(request ? serverPort : clientPort)
                          .setFlags(flags)))
          .setSource(from.endpoint())
          .setDestination(destination)
          .setNodeName(from.node())
          .setIsReply(BoolValue.of(!request))
          .setSocketCookie(cookie)
          .setTrafficDirection(request ? TrafficDirection.EGRESS : TrafficDirection.INGRESS)
          .addEgressAllowedBy(
              Policy.newBuilder()
                  .setName("allow-" + destination.getWorkloads(0).getName())
                  .setNamespace(destination.getNamespace())
                  .setKind("CiliumNetworkPolicy")
                  .setRevision(1 + destination.getIdentity() % 9));
    }
  }
}
