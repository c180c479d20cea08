package io.weir.collector;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.export.EventExporter;
import io.weir.collector.report.CollectorId;
import io.weir.collector.report.HostAddress;
import io.weir.collector.report.NodeCounts;
import io.weir.collector.report.NodeReporter;
import io.weir.collector.source.FiniteSource;
import io.weir.collector.source.Source;
import io.weir.collector.spool.Spool;
import io.weir.event.v1.NodeReport;
import io.weir.ingest.v1.Hello;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.runtime.Version;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collector: opens the spool, starts the exporter, then each source where it left off.
 *
 * <p>There are two spools, since at their limits different things must happen: {@code replayable}
 * takes events with a position, whose sources wait; {@code live} takes the rest, and its oldest are
 * discarded and counted. They count as two collector runs in the stream.
 */
public final class CollectorRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorRole.class);
  private static final double HALF = 0.5;

  private final CollectorConfig config;
  private final List<Source> sources;
  private final CollectorMetrics metrics;
  private final Spool replayable;
  private final Spool live;
  private final NodeCounts counts;
  private final NodeReporter reporter;
  private final EventExporter exporter;
  private boolean closed;
  private volatile boolean started;

  /**
   * A collector that does nothing yet.
   *
   * @param sources each under a name of its own
   * @param node {@code cluster/node} or {@code node}: of all events that name none themselves
   */
  public CollectorRole(
      CollectorConfig config,
      List<Source> sources,
      PrometheusRegistry registry,
      InstantSource clock,
      String node) {
    this.config = config;
    this.sources = List.copyOf(sources);
    this.metrics = new CollectorMetrics(registry);
    this.replayable =
        new Spool("replayable", config.spool().part("replayable", HALF), clock, metrics.spool);
    this.live = new Spool("live", config.spool().part("live", HALF), clock, metrics.spool);
    Hello.Builder hello = Hello.newBuilder().setNode(node).setVersion(Version.TEXT);
    this.sources.forEach(source -> hello.addSources(source.name()));
    this.counts = new NodeCounts(node, clock);
    this.reporter =
        new NodeReporter(
            NodeReport.newBuilder()
                .setNode(node)
                .setCollector(replayable.run())
                .setVersion(Version.TEXT)
                .addAllSources(names())
                .build(),
            counts,
            this::trouble,
            config.export().reportEvery(),
            clock);
    this.exporter =
        new EventExporter(
            config.export(),
            List.of(replayable, live),
            hello.build(),
            reporter,
            metrics.export,
            clock,
            new SplittableRandom());
  }

  @Override
  public String name() {
    return "collector";
  }

  @Override
  public void start() throws StartException, InterruptedException {
    boolean whole = false;
    try {
      requireDistinctNames();
      replayable.open();
      live.open();
      reporter.identify(CollectorId.of(config.spool().dir()), HostAddress.find());
      exporter.start();
      Map<String, String> positions = replayable.positions();
      for (Source source : sources) {
        source.start(
            new SpoolSink(source.name(), replayable, live, counts, metrics),
            Optional.ofNullable(positions.get(source.name())));
      }
      started = true;
      whole = true;
      LOG.info("Collector runs. sources={} relay={}", names(), config.export().relay());
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private void requireDistinctNames() throws StartException {
    Set<String> seen = new HashSet<>();
    for (String name : names()) {
      if (!seen.add(name)) {
        throw new StartException(
            "sources: " + name + " twice (expected: each once, positions are kept by name)");
      }
    }
  }

  private Optional<String> trouble(String source) {
    return sources.stream()
        .filter(one -> one.name().equals(source))
        .map(Source::readiness)
        .filter(readiness -> !readiness.ready())
        .map(Readiness::reason)
        .findFirst();
  }

  private List<String> names() {
    return sources.stream().map(Source::name).toList();
  }

  /** Ready when the spools can be written and the relay takes events. */
  @Override
  public Readiness readiness() {
    for (Readiness part : List.of(replayable.readiness(), live.readiness(), exporter.readiness())) {
      if (!part.ready()) {
        return part;
      }
    }
    return Readiness.READY;
  }

  /** Whether each source can give events; the collector is ready without. */
  public Map<String, Readiness> sourceReadiness() {
    Map<String, Readiness> readiness = new TreeMap<>();
    sources.forEach(source -> readiness.put(source.name(), source.readiness()));
    return readiness;
  }

  /** Events in the spools that the relay has not acknowledged. */
  public long queued() {
    return exporter.queued();
  }

  /** Events that the relay acknowledged since the start. */
  public long acked() {
    return replayable.acked() + live.acked();
  }

  /**
   * True once every source that comes to an end has, and the relay holds all of their events: Kafka
   * has them. True at once when there is no such source and nothing left of an earlier run.
   */
  public boolean replayDone() {
    boolean read =
        sources.stream()
            .allMatch(source -> !(source instanceof FiniteSource finite) || finite.isDone());
    return started && read && replayable.queued() == 0;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Source> reversed = new ArrayList<>(sources);
    Collections.reverse(reversed);
    reversed.forEach(CollectorRole::close);
    exporter.close(config.drainTimeout());
    if (started && exporter.queued() > 0) {
      LOG.info("Events stay in the spool for the next start. events={}", exporter.queued());
    }
    live.close();
    replayable.close();
  }

  private static void close(Source source) {
    try {
      source.close();
    } catch (RuntimeException e) { // what is spooled must still be sent
      LOG.warn("Source did not close. source={}", source.name(), e);
    }
  }
}
