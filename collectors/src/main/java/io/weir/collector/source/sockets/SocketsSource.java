package io.weir.collector.source.sockets;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.enrich.HostEndpoints;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.enrich.KubeletLogs;
import io.weir.collector.enrich.ProcessTable;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.collector.source.poll.PollLoop;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Endpoint;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flows of this host's own connections, from {@code /proc/net/{tcp,tcp6,udp,udp6}}: needs no
 * privilege, no kernel module and no packet. See {@link #DESCRIPTION} for what that misses and
 * {@link ConnectionTracker} for what makes a flow.
 */
public final class SocketsSource implements Source {
  public static final String NAME = "sockets";

  /** For help texts. */
  public static final String DESCRIPTION =
      "Connections of this host as /proc/net lists them, polled (2 s by default), joined to"
          + " process, container, pod and systemd unit. Misses connections shorter than a poll"
          + " unless this host closed them first, refused connections, unconnected UDP, and"
          + " containers with a network of their own; cannot tell a reset from a close. Without"
          + " root, sockets of other users are seen but their process is not.";

  private static final Logger LOG = LoggerFactory.getLogger(SocketsSource.class);
  private static final int ENTRIES_PER_CONNECTION = 4;

  private final SocketsConfig config;
  private final SocketReader reader;
  private final ConnectionTracker tracker;
  private final SocketOwners owners;
  private final HostEndpoints endpoints;
  private final FlowMapper flows;
  private final SocketsMetrics metrics;
  private final PollLoop loop;
  private volatile int unreadable;

  /**
   * @param host names this host in flows
   * @param registry where the numbers go; one source per registry
   * @param clock gives the time of each poll
   */
  public SocketsSource(
      SocketsConfig config, HostIdentity host, PrometheusRegistry registry, InstantSource clock) {
    this.config = config;
    this.reader =
        new SocketReader(
            config.proc(),
            config.connectionsMax() * ENTRIES_PER_CONNECTION,
            ByteOrder.nativeOrder(),
            clock);
    this.tracker = new ConnectionTracker(config.connectionsMax(), config.refresh());
    this.owners = new SocketOwners(new ProcessTable(config.proc(), config.descriptorsMax()));
    this.endpoints = new HostEndpoints(host, new KubeletLogs(config.logs()));
    this.flows = new FlowMapper(host);
    this.metrics = new SocketsMetrics(registry);
    this.loop = new PollLoop(NAME, config.interval(), this::poll);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Begins with what is open now; a position means nothing here, since sockets have no history. */
  @Override
  public void start(EventSink sink, Optional<String> position) throws StartException {
    var table = config.proc().resolve("net/tcp");
    if (!Files.isReadable(table) && !Files.isReadable(config.proc().resolve("1/net/tcp"))) {
      throw new StartException(
          "Cannot read "
              + table
              + ": the sockets source needs Linux with /proc mounted. Turn the"
              + " source off or set its proc folder.");
    }
    loop.start(sink);
  }

  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  /**
   * What this run cannot see, one sentence each, for people; empty when it sees all that this
   * source can. Known after the first poll.
   */
  public List<String> limits() {
    return unreadable == 0
        ? List.of()
        : List.of(
            "Sockets of other users are shown without their process ("
                + unreadable
                + " processes may not be read): run as root, or with CAP_SYS_PTRACE and"
                + " CAP_DAC_READ_SEARCH, to see them.");
  }

  @Override
  public void close() {
    loop.close();
  }

  private List<Event> poll() throws IOException {
    long began = System.nanoTime();
    var snapshot = reader.read();
    var seen = tracker.plus(snapshot);
    findOwners(snapshot);
    var events = new ArrayList<Event>(seen.sightings().size() + 1);
    for (Sighting sighting : seen.sightings()) {
      events.add(event(sighting, snapshot.at()));
    }
    if (seen.lost() > 0) {
      events.add(loss(seen.lost(), snapshot.at()));
    }
    metrics.lost.inc(seen.lost());
    metrics.malformed.inc(snapshot.malformed());
    metrics.connections.set(tracker.size());
    metrics.pollSeconds.set((System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1));
    return events;
  }

  private void findOwners(SocketSnapshot snapshot) throws IOException {
    var inodes = new HashSet<Long>();
    for (SocketEntry entry : snapshot.entries()) {
      if (entry.inode() != 0) {
        inodes.add(entry.inode());
      }
    }
    int others = owners.refresh(inodes);
    if (others > 0 && unreadable == 0) {
      unreadable = others;
      LOG.info("{} source={}", limits().get(0), NAME);
    }
  }

  private Event event(Sighting sighting, Instant at) {
    var client = endpoint(sighting.clientLocal(), sighting.clientInode(), at);
    var server = endpoint(sighting.serverLocal(), sighting.serverInode(), at);
    metrics.flows.labelValues(sighting.kind().name().toLowerCase(Locale.ROOT)).inc();
    return at(at).setFlow(flows.flow(sighting, at, client, server)).build();
  }

  private Endpoint endpoint(boolean local, long inode, Instant at) {
    if (!local) {
      return endpoints.world();
    }
    var owner = owners.of(inode);
    if (owner.isEmpty()) {
      metrics.unowned.inc();
      return endpoints.unknown();
    }
    return endpoints.of(owner.get(), at);
  }

  private static Event loss(long count, Instant at) {
    return at(at)
        .setLoss(
            Loss.newBuilder()
                .setStage(NAME)
                .setReason("full")
                .setCount(count)
                .setFirstNs(nanos(at))
                .setLastNs(nanos(at)))
        .build();
  }

  private static Event.Builder at(Instant at) {
    return Event.newBuilder().setObservedAtNs(nanos(at)).setSource(NAME);
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }
}
