package io.weir.bench;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Different filters to follow with, and what each of them should get. */
final class Followers {
  private static final int SERVICES = 12;

  /**
   * One follower.
   *
   * @param filter as sent
   * @param expected the same in plain Java, to count what it should get
   */
  record Follower(FlowFilter filter, Predicate<Flow> expected) {}

  private Followers() {}

  /** {@code count} followers; no two have the same filter. */
  static List<Follower> of(int count) {
    List<Follower> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String pod = "service-" + i % SERVICES + "-";
      int bucket = i / (2 * SERVICES);
      Verdict verdict = bucket % 2 == 0 ? Verdict.FORWARDED : Verdict.DROPPED;
      // The third round differs by a field that changes nothing.
      FlowFilter.Builder filter = FlowFilter.newBuilder().addVerdict(verdict);
      for (int more = 0; more < bucket / 2; more++) {
        filter.addProtocol("tcp");
      }
      if (i / SERVICES % 2 == 0) {
        filter.addSourcePod(QueryFlows.NAMESPACE + "/" + pod);
        all.add(
            new Follower(
                filter.build(),
                flow ->
                    flow.getVerdict() == verdict && flow.getSource().getPodName().startsWith(pod)));
      } else {
        filter.addDestinationPod(QueryFlows.NAMESPACE + "/" + pod);
        all.add(
            new Follower(
                filter.build(),
                flow ->
                    flow.getVerdict() == verdict
                        && flow.getDestination().getPodName().startsWith(pod)));
      }
    }
    return all;
  }
}
