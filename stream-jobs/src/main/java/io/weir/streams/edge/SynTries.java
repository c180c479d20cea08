package io.weir.streams.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Tells the tries of one connection attempt apart: the SYN and its repeats, each once, however many
 * places of however many nodes report it. A function of the set of sightings, so their order of
 * arrival does not matter.
 *
 * <p>One node sees a try within {@link #SAME_TRY_NS} at all its places: verdict, drop, trace. No
 * TCP repeats a SYN that soon. Between nodes clocks differ; there, the try that is nearest by the
 * clock of the node that saw most of them is the same, when it is at most {@link
 * Conversations#CLOCKS_APART_NS} away.
 */
final class SynTries {
  static final long SAME_TRY_NS = 500_000_000L;

  private static final long[] NONE = {};

  private SynTries() {}

  /** The earliest sighting of each try, in order of time. */
  static long[] of(List<NodeView> views) {
    if (views.size() == 1) {
      return clustered(views.get(0).syns());
    }
    List<NodeView> most = new ArrayList<>(views);
    most.sort(
        Comparator.<NodeView>comparingInt(view -> -clustered(view.syns()).length)
            .thenComparing(view -> view.node));
    long[] tries = NONE; // by the clock of the node that saw it first in this order
    long[] earliest = NONE;
    for (NodeView view : most) {
      int others = tries.length; // those of one node are never the same
      for (long seenNs : clustered(view.syns())) {
        int same = nearest(tries, others, seenNs);
        if (same < 0) {
          tries = append(tries, seenNs);
          earliest = append(earliest, seenNs);
        } else {
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

  private static int nearest(long[] tries, int count, long ns) {
    int best = -1;
    long bestNs = Conversations.CLOCKS_APART_NS + 1;
    for (int i = 0; i < count; i++) {
      long apartNs = Math.abs(tries[i] - ns);
      if (apartNs < bestNs) {
        bestNs = apartNs;
        best = i;
      }
    }
    return best;
  }

  private static long[] append(long[] times, long ns) {
    long[] more = Arrays.copyOf(times, times.length + 1);
    more[times.length] = ns;
    return more;
  }
}
