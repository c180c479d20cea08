package io.weir.collector.report;

import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.ingest.v1.Event;
import io.weir.model.MinuteRate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Per node, what this run gave to the relay, and what an upstream Hubble said of it. A node is
 * named as the Observer API names it: by the flow, else by the event, else it is our own.
 *
 * <p>At most {@link #NODES_MAX} names are kept; what is beyond is a number. A name that neither
 * gave an event nor changed its state for {@link #FORGET_AFTER} makes room. Times are times of
 * arrival, so that a replayed old capture counts as of now. Safe for use by several threads.
 */
public final class NodeCounts {
  /** Nodes that are listed by name. */
  public static final int NODES_MAX = 1_000;

  /** How long a silent node stays listed. */
  public static final Duration FORGET_AFTER = Duration.ofHours(1);

  private static final int UNLISTED_MAX = 10_000;
  private static final int MESSAGE_LENGTH_MAX = 200;
  private static final int NAME_LENGTH_MAX = 512;

  private static final class Entry {
    final MinuteRate rate;
    String source = "";
    long flows;
    @Nullable Instant first;
    @Nullable Instant last;
    Instant touched;
    NodeState state = NodeState.NODE_CONNECTED;
    String message = "";
    long aheadNs;

    Entry(Instant started, Instant now) {
      rate = new MinuteRate(started);
      touched = now;
    }
  }

  private final String ownNode;
  private final InstantSource clock;
  private final Instant started;
  private final Map<String, Entry> nodes = new TreeMap<>();
  private final Set<String> beyond = new HashSet<>();

  /**
   * Counts that begin now.
   *
   * @param ownNode the node of events that name none
   */
  public NodeCounts(String ownNode, InstantSource clock) {
    this.ownNode = ownNode;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** When this run began. */
  public Instant started() {
    return started;
  }

  /** Counts events that {@code source} gave. */
  public synchronized void add(String source, List<Event> events) {
    Instant now = clock.instant();
    for (Event event : events) {
      if (event.hasNodeStatus()) {
        changed(event.getNodeStatus(), source, now);
      } else {
        entry(name(event), now).ifPresent(entry -> count(entry, source, event, now));
      }
    }
  }

  private String name(Event event) {
    String named = event.getFlow().getNodeName();
    String node = named.isEmpty() ? event.getNode() : named;
    return node.isEmpty() ? ownNode : node;
  }

  private static void count(Entry entry, String source, Event event, Instant now) {
    if (entry.first == null) {
      entry.first = now;
    }
    entry.last = now;
    entry.touched = now;
    entry.source = source;
    entry.aheadNs = Math.max(entry.aheadNs, event.getObservedAtNs() - nanos(now));
    if (event.hasFlow()) {
      entry.flows++;
      entry.rate.add(now, 1);
    }
  }

  private void changed(NodeStatusEvent status, String source, Instant now) {
    String message = status.getMessage();
    for (String name : status.getNodeNamesList()) {
      entry(name, now)
          .ifPresent(
              entry -> {
                entry.state = status.getStateChange();
                entry.message =
                    message.substring(0, Math.min(MESSAGE_LENGTH_MAX, message.length()));
                entry.source = source;
                entry.touched = now;
              });
    }
  }

  private Optional<Entry> entry(String name, Instant now) {
    Entry known = nodes.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
      return Optional.empty();
    }
    if (nodes.size() >= NODES_MAX) {
      forgetSilent(now);
    }
    if (nodes.size() >= NODES_MAX) {
      if (beyond.size() < UNLISTED_MAX) {
        beyond.add(name);
      }
      return Optional.empty();
    }
    Entry entry = new Entry(started, now);
    nodes.put(name, entry);
    return Optional.of(entry);
  }

  private void forgetSilent(Instant now) {
    Instant limit = now.minus(FORGET_AFTER);
    if (nodes.values().removeIf(entry -> entry.touched.isBefore(limit))) {
      beyond.clear(); // those that still come get the room
    }
  }

  /** Names beyond the limit, counted up to ten thousand. */
  synchronized long unlisted() {
    return beyond.size();
  }

  /**
   * The nodes by name; our own alone if nothing was seen at all.
   *
   * @param trouble why a source can give nothing now, empty while it works: the other nodes that it
   *     told of are out of reach with it
   */
  synchronized List<SeenNode> nodes(Function<String, Optional<String>> trouble) {
    Instant now = clock.instant();
    forgetSilent(now);
    List<SeenNode> seen = new ArrayList<>(nodes.size());
    nodes.forEach((name, entry) -> seen.add(seenNode(name, entry, trouble, now)));
    if (seen.isEmpty()) {
      seen.add(SeenNode.newBuilder().setName(ownNode).setState(NodeState.NODE_CONNECTED).build());
    }
    return seen;
  }

  /** Events of the time between two reports say how far ahead; the next report begins anew. */
  private static long takeAhead(Entry entry) {
    long aheadNs = entry.aheadNs;
    entry.aheadNs = 0;
    return aheadNs;
  }

  private SeenNode seenNode(
      String name, Entry entry, Function<String, Optional<String>> trouble, Instant now) {
    SeenNode.Builder seen =
        SeenNode.newBuilder()
            .setName(name)
            .setSeenFlows(entry.flows)
            .setFlowsRate(entry.rate.perSecond(now))
            .setFirstAtNs(nanos(entry.first))
            .setLastAtNs(nanos(entry.last))
            .setState(entry.state)
            .setMessage(entry.message)
            .setEventsAheadNs(takeAhead(entry));
    if (entry.state == NodeState.NODE_CONNECTED && !name.equals(ownNode)) {
      trouble
          .apply(entry.source)
          .ifPresent(
              why ->
                  seen.setState(NodeState.NODE_UNAVAILABLE)
                      .setMessage(why.substring(0, Math.min(MESSAGE_LENGTH_MAX, why.length()))));
    }
    return seen.build();
  }

  static long nanos(@Nullable Instant time) {
    return time == null ? 0 : time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
