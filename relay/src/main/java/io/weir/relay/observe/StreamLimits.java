package io.weir.relay.observe;

/**
 * How much clients may ask of one relay at a time. What exceeds a limit is refused with
 * RESOURCE_EXHAUSTED and the limit's name, but for the rate, which only slows a stream down.
 *
 * @param max streams at one time: GetFlows, CountFlows, agent and debug events
 * @param perClientMax of these, from one client address
 * @param flowsPerSecondMax answers of one stream; 0 for no limit
 * @param countGroupsMax groups that one CountFlows tells apart; flows of others are counted
 *     together
 * @param watchersMax calls of {@code peer.Peer/Notify}
 */
public record StreamLimits(
    int max, int perClientMax, int flowsPerSecondMax, int countGroupsMax, int watchersMax) {
  public static final StreamLimits DEFAULT = new StreamLimits(256, 64, 0, 100_000, 64);

  public StreamLimits {
    atLeast(1, "max", max);
    atLeast(1, "per-client-max", perClientMax);
    atLeast(0, "flows-per-second-max", flowsPerSecondMax);
    atLeast(1, "count-groups-max", countGroupsMax);
    atLeast(1, "watchers-max", watchersMax);
  }

  private static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
