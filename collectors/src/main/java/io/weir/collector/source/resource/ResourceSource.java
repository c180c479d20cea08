package io.weir.collector.source.resource;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.enrich.CgroupOwner;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.enrich.KubeletLogs;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.collector.source.poll.PollLoop;
import io.weir.event.v1.Loss;
import io.weir.event.v1.Resource;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the node and each pod, container and systemd unit used in every interval. The first reading
 * is taken at once and has present values only; later ones have the difference to the one before.
 *
 * <p>CPU, throttling, memory and OOM kills come from cgroups of version 1 or 2 or both; pressure
 * from version 2 and {@code /proc/pressure}; disks from the mounts. What the kernel does not say
 * stays absent in the event. An entity that ends is told no more.
 */
public final class ResourceSource implements Source {
  public static final String NAME = "resource";

  /** For help texts. */
  public static final String DESCRIPTION =
      "CPU, throttling, memory, OOM kills, pressure (PSI) and disks of this node, its pods,"
          + " containers and systemd units, from cgroups v1 and v2 and /proc, every 10 s by"
          + " default. Needs no privilege. Says nothing of inodes, and of pressure only where the"
          + " kernel has it (psi=1).";

  private final ResourceConfig config;
  private final NodeReader node;
  private final CgroupTree tree;
  private final CgroupReader cgroups;
  private final ResourceMapper mapper;
  private final KubeletLogs names;
  private final ResourceMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier ticker;
  private final PollLoop loop;
  private Map<String, Usage> before = Map.of();
  private Optional<Usage> nodeBefore = Optional.empty();
  private long beforeTicks;
  private volatile boolean pressure = true;

  /**
   * @param host names this host in events
   * @param registry where the numbers go; one source per registry
   * @param clock gives the time of each reading
   */
  public ResourceSource(
      ResourceConfig config, HostIdentity host, PrometheusRegistry registry, InstantSource clock) {
    this(config, host, registry, clock, System::nanoTime);
  }

  /**
   * @param ticker gives the length of intervals in nanoseconds, so that a clock that is set does
   *     not change rates
   */
  ResourceSource(
      ResourceConfig config,
      HostIdentity host,
      PrometheusRegistry registry,
      InstantSource clock,
      LongSupplier ticker) {
    this.config = config;
    this.node = new NodeReader(config.proc());
    this.tree = CgroupTree.of(config.cgroups());
    this.cgroups = new CgroupReader(tree);
    this.mapper = new ResourceMapper(host);
    this.names = new KubeletLogs(config.logs());
    this.metrics = new ResourceMetrics(registry);
    this.clock = clock;
    this.ticker = ticker;
    this.loop = new PollLoop(NAME, config.interval(), this::read);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Begins with present values; a position means nothing here, since usage has no history. */
  @Override
  public void start(EventSink sink, Optional<String> position) throws StartException {
    if (!Files.isReadable(config.proc().resolve("stat"))) {
      throw new StartException(
          "Cannot read "
              + config.proc().resolve("stat")
              + ": the resource source needs Linux with /proc mounted. Turn the source off or set"
              + " its proc folder.");
    }
    loop.start(sink);
  }

  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  /** What this run cannot see, one sentence each, for people. Known after the first reading. */
  public List<String> limits() {
    var limits = new ArrayList<String>();
    if (tree.isEmpty()) {
      limits.add("No cgroups below " + config.cgroups() + ": only the node is measured.");
    }
    if (!pressure) {
      limits.add("The kernel gives no pressure information: boot it with psi=1 to have it.");
    }
    return limits;
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Takes one reading. Called by the loop's thread, and by tests in its place. */
  List<Event> read() throws IOException {
    var at = clock.instant();
    long ticks = ticker.getAsLong();
    long interval = ticks - beforeTicks;
    var events = new ArrayList<Event>();

    var nodeNow = node.read();
    pressure = nodeNow.usage().cpuPressure().isPresent();
    var ofNode = mapper.node(nodeBefore, nodeNow, interval);
    disks().forEach(ofNode::addDisks);
    events.add(event(ofNode.build(), at));

    var owners = tree.owners();
    int told = Math.min(owners.size(), config.entitiesMax() - 1);
    var now = new HashMap<String, Usage>();
    for (CgroupOwner owner : owners.subList(0, told)) {
      var usage = cgroups.read(owner.path());
      var known = Optional.ofNullable(before.get(owner.path()));
      now.put(owner.path(), usage);
      var entity = mapper.entity(owner, names.find(owner, at), known, usage, interval);
      events.add(event(entity.build(), at));
    }
    if (told < owners.size()) {
      metrics.lost.inc(owners.size() - told);
      events.add(loss(owners.size() - told, at));
    }
    metrics.entities.set(owners.size() + 1.0);
    nodeBefore = Optional.of(nodeNow.usage());
    before = now;
    beforeTicks = ticks;
    return events;
  }

  private List<Resource.Disk> disks() {
    var disks = new ArrayList<Resource.Disk>();
    String mounts = KernelFile.text(config.proc().resolve("mounts")).orElse("");
    for (String mount : Mounts.disks(mounts)) {
      try {
        FileStore store = Files.getFileStore(Path.of(mount));
        disks.add(
            Resource.Disk.newBuilder()
                .setMount(mount)
                .setCapacityBytes(store.getTotalSpace())
                .setAvailableBytes(store.getUsableSpace())
                .build());
      } catch (IOException | IllegalArgumentException unreadable) {
        // Another namespace's mount, or a name that is no path here: nothing to say of it.
      }
    }
    return disks;
  }

  private Event event(Resource resource, Instant at) {
    metrics.readings.labelValues(resource.getKind().name().toLowerCase(Locale.ROOT)).inc();
    return at(at).setResource(resource).build();
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
