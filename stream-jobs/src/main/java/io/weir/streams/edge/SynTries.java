package io.weir.streams.edge;

import java.util.Arrays;
import java.util.List;

/**
 * Tells the tries of one connection attempt apart: the SYN and its repeats, each once, however many
 * places of however many nodes report it. A function of the set of sightings, so their order of
 * arrival does not matter.
 *
 * <p>One node sees a try within {@link #SAME_TRY_NS} at all its places: verdict, drop, trace. No
 * TCP repeats a SYN that soon. How many there were, the node says that saw most of them: none is
 * nearer to the client, or nobody lost as few reports. Between nodes clocks differ; what another
 * one saw at most {@link Conversations#CLOCKS_APART_NS} from a try gives its time when it is
 * earlier, and is further off only by a clock that is wrong.
 */
final class SynTries {
  static final long SAME_TRY_NS = 500_000_000L;

  private SynTries() {}

  /** The earliest sighting of each try, in order of time. */
  static long[] of(List<NodeView> views) {
    if (views.size() == 1) {
      return clustered(views.get(0).syns());
    }
    NodeView most = views.get(0);
    long[] tries = clustered(most.syns());
    for (int i = 1; i < views.size(); i++) {
      NodeView view = views.get(i);
      long[] seen = clustered(view.syns());
      if (seen.length > tries.length
          || (seen.length == tries.length && view.node.compareTo(most.node) < 0)) {
        most = view;
        tries = seen;
      }
    }
    long[] earliest = tries.clone();
    for (NodeView view : views) {
      for (long seenNs : clustered(view.syns())) {
        int same = nearest(tries, seenNs);
        if (same >= 0) {
          earliest[same] = Math.min(earliest[same], seenNs);
        }
      }
    }
    Arrays.sort(earliest);
    return earliest;
  }

  /** The first sighting of each try that one node saw. */
  private static long[] clustered(long[] syns) {
    int tries = 0;
    for (int i = 0; i < syns.length; i++) {
      if (i == 0 || syns[i] - syns[i - 1] >= SAME_TRY_NS) {
        tries++;
      }
    }
    if (tries == syns.length) {
      return syns.clone();
    }
    long[] first = new long[tries];
    int at = 0;
    for (int i = 0; i < syns.length; i++) {
      if (i == 0 || syns[i] - syns[i - 1] >= SAME_TRY_NS) {
        first[at++] = syns[i];
      }
    }
    return first;
  }

  private static int nearest(long[] tries, long ns) {
    int best = -1;
    long bestNs = Conversations.CLOCKS_APART_NS + 1;
    for (int i = 0; i < tries.length; i++) {
      long apartNs = Math.abs(tries[i] - ns);
      if (apartNs < bestNs) {
        bestNs = apartNs;
        best = i;
      }
    }
    return best;
  }
}
