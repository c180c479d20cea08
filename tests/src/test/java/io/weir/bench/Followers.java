package io.weir.bench;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Different filters to follow with, and what each of them should get. */
final class Followers {
  /** Kinds of filters times services. */
  static final int MAX = 5 * MadeCluster.SERVICES;

  /**
   * One follower.
   *
   * @param filter as sent
   * @param expected the same in plain Java, to count what it should get
   */
  record Follower(FlowFilter filter, Predicate<Flow> expected) {}

  private Followers() {}

  /** {@code count} followers, at most {@value #MAX}; no two have the same filter. */
  static List<Follower> of(int count) {
    List<Follower> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(follower(i % 5, i / 5));
    }
    return all;
  }

  private static Follower follower(int kind, int service) {
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    String name = "service-" + service;
    String pod = MadeCluster.NAMESPACE + "/" + name + "-";
    return switch (kind) {
      case 0 ->
          new Follower(
              filter.addVerdict(Verdict.FORWARDED).addSourcePod(pod).build(),
              flow -> flow.getVerdict() == Verdict.FORWARDED && isPod(flow.getSource(), pod));
      case 1 ->
          new Follower(
              filter.addVerdict(Verdict.DROPPED).addDestinationPod(pod).build(),
              flow -> flow.getVerdict() == Verdict.DROPPED && isPod(flow.getDestination(), pod));
      case 2 ->
          new Follower(
              filter.addSourceLabel("app.kubernetes.io/name=" + name).build(),
              flow ->
                  flow.getSource().getLabelsList().contains("k8s:app.kubernetes.io/name=" + name));
      case 3 ->
          new Follower(
              filter.addDestinationPort("8080").addDestinationWorkload(workload(name)).build(),
              flow ->
                  flow.getL4().getTCP().getDestinationPort() == 8080
                      && flow.getDestination().getWorkloads(0).getName().equals(name));
      default -> {
        String node = "made/gke-made-default-pool-8a1b2c3d-" + service;
        yield new Follower(
            filter.addNodeName(node).addHttpStatusCode("5+").build(),
            flow -> flow.getNodeName().equals(node) && flow.getL7().getHttp().getCode() >= 500);
      }
    };
  }

  private static io.weir.hubble.flow.Workload workload(String name) {
    return io.weir.hubble.flow.Workload.newBuilder().setName(name).build();
  }

  private static boolean isPod(Endpoint endpoint, String prefix) {
    return (endpoint.getNamespace() + "/" + endpoint.getPodName()).startsWith(prefix);
  }
}
