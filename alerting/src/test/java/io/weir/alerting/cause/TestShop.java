package io.weir.alerting.cause;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.Resource;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.Count;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A shop around an incident: six windows of baseline and three of incident, 10 s each, 100 requests
 * on every edge in every window unless said otherwise.
 */
public final class TestShop {
  public static final long WINDOW_NS = 10_000_000_000L;
  static final int BASELINE = 6;
  static final int WINDOWS = 9;
  public static final Frame FRAME =
      new Frame(WINDOW_NS, 0, BASELINE * WINDOW_NS, WINDOWS * WINDOW_NS);
  static final Target FRONTEND = Target.service("http-availability", peer("frontend"));
  static final Target FRONTEND_LATENCY = Target.service("http-latency", peer("frontend"));

  public final List<EdgeWindow> edges = new ArrayList<>();
  final List<DropWindow> drops = new ArrayList<>();
  final List<ProbeEvent> probes = new ArrayList<>();
  final List<ResourceEvent> resources = new ArrayList<>();
  final FlowSightings flows = new FlowSightings(FRAME, FlowSightings.SLOW);

  public static String peer(String name) {
    return "c/shop/Deployment/" + name;
  }

  static EdgeKey key(String client, String server) {
    return new EdgeKey(peer(client), peer(server), 80, "TCP");
  }

  private static Peer proto(String name) {
    return Peer.newBuilder()
        .setCluster("c")
        .setNamespace("shop")
        .setKind("Deployment")
        .setName(name)
        .build();
  }

  private static Window window(int i) {
    return Window.newBuilder().setStartNs(i * WINDOW_NS).setLengthNs(WINDOW_NS).build();
  }

  private static boolean isIncident(int window) {
    return window >= BASELINE;
  }

  /** An edge that changes with the incident. */
  TestShop edge(
      String client,
      String server,
      Consumer<EdgeCounts.Builder> usual,
      Consumer<EdgeCounts.Builder> incident) {
    for (int i = 0; i < WINDOWS; i++) {
      window(client, server, i, isIncident(i) ? incident : usual);
    }
    return this;
  }

  /** What one window of an edge counts. */
  TestShop window(String client, String server, int window, Consumer<EdgeCounts.Builder> counts) {
    EdgeCounts.Builder builder = EdgeCounts.newBuilder();
    counts.accept(builder);
    edges.add(
        EdgeWindow.newBuilder()
            .setEdge(
                Edge.newBuilder()
                    .setClient(proto(client))
                    .setServer(proto(server))
                    .setPort(80)
                    .setProtocol("TCP"))
            .setWindow(window(window))
            .setCounts(builder)
            .build());
    return this;
  }

  /** An edge that is as good as ever. */
  public TestShop fine(String client, String server) {
    return edge(client, server, http(0), http(0));
  }

  /** Of 100 requests so many fail, in the incident. */
  public TestShop failing(String client, String server, long failed) {
    return edge(client, server, http(0), http(failed));
  }

  static Consumer<EdgeCounts.Builder> http(long failed) {
    return http(failed, 0);
  }

  /** 100 connects with a request each. */
  static Consumer<EdgeCounts.Builder> http(long failed, long slow) {
    return counts -> {
      counts.getTcpBuilder().setAttempts(100).setEstablished(100).setClosed(100);
      counts.setDelivered(600);
      counts
          .getHttpBuilder()
          .setRequests(100)
          .addResponses(count("200", 100 - failed))
          .addResponses(count("503", failed))
          .setTimed(100)
          .setWithinThreshold(100 - slow);
    };
  }

  /** 100 connects, of which some fail. */
  static Consumer<EdgeCounts.Builder> tcp(long refused, long unanswered) {
    return counts ->
        counts
            .getTcpBuilder()
            .setAttempts(100)
            .setRefused(refused)
            .setUnanswered(unanswered)
            .setEstablished(100 - refused - unanswered)
            .setClosed(100 - refused - unanswered);
  }

  /** 100 queries, of which some are answered so. */
  static Consumer<EdgeCounts.Builder> dns(String rcode, long bad) {
    return counts ->
        counts
            .getDnsBuilder()
            .setQueries(100)
            .addAnswers(count("NOERROR", 100 - bad))
            .addAnswers(count(rcode, bad))
            .setTimed(100)
            .setWithinThreshold(100);
  }

  static Count count(String name, long count) {
    return Count.newBuilder().setName(name).setCount(count).build();
  }

  TestShop drop(
      String reason, String dropClass, String from, String to, String node, int window, long n) {
    DropWindow.Builder drop =
        DropWindow.newBuilder()
            .setReason(reason)
            .setDropClass(dropClass)
            .setDirection("INGRESS")
            .setSource(proto(from))
            .setDestination(proto(to))
            .setPort(80)
            .setProtocol("TCP")
            .setNode(node)
            .setWindow(window(window))
            .setCount(n)
            .addSampleFlows("flow-" + window);
    if (dropClass.equals("policy")) {
      drop.addPolicies("shop/deny");
    }
    drops.add(drop.build());
    return this;
  }

  private static EventHeader header(String node, int window) {
    return EventHeader.newBuilder()
        .setNode(node)
        .setObservedAtNs(window * WINDOW_NS + WINDOW_NS / 2)
        .build();
  }

  /** One execution of the probe of {@code service}'s pod 0. */
  TestShop probe(String service, int window, Probe.FailureClass why) {
    Probe.Builder probe =
        Probe.newBuilder()
            .setId("shop/" + service + "-0/readiness")
            .setSuccess(why == Probe.FailureClass.NONE)
            .setFailure(why)
            .setMessage(why == Probe.FailureClass.NONE ? "" : "It failed.");
    probe.getEndpointBuilder().setNamespace("shop").setPodName(service + "-0");
    probes.add(ProbeEvent.newBuilder().setHeader(header("n1", window)).setProbe(probe).build());
    return this;
  }

  /** One report of a container of {@code service}. */
  TestShop container(String service, int window, Consumer<Resource.Builder> report) {
    Resource.Builder resource =
        Resource.newBuilder()
            .setKind(Resource.Kind.CONTAINER)
            .setNamespace("shop")
            .setPod(service + "-0");
    report.accept(resource);
    resources.add(
        ResourceEvent.newBuilder().setHeader(header("n1", window)).setResource(resource).build());
    return this;
  }

  TestShop node(String node, int window, Consumer<Resource.Builder> report) {
    Resource.Builder resource = Resource.newBuilder().setKind(Resource.Kind.NODE).setName(node);
    report.accept(resource);
    resources.add(
        ResourceEvent.newBuilder().setHeader(header(node, window)).setResource(resource).build());
    return this;
  }

  CauseInput input(Target target) {
    return new CauseInput(target, FRAME, edges, List.of(), drops, probes, resources, flows.done());
  }

  Diagnosis ask(Target target) {
    return CauseFinder.find(input(target));
  }

  /** The first cause; fails when there is none. */
  Cause first(Target target) {
    return ask(target).causes().get(0);
  }
}
