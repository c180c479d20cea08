package io.weir.collector.source.probe;

import com.google.common.net.InetAddresses;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.hubble.flow.Endpoint;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the configured probes and tells every run as an event, with the state that Kubernetes'
 * thresholds give. At most {@code threads} runs at one time, never two of one probe.
 */
public final class ProbeSource implements Source {
  public static final String NAME = "probe";

  /** For help texts. */
  public static final String DESCRIPTION =
      "Active probes (httpGet, tcpSocket, exec, grpc, dns) with Kubernetes' field names, defaults"
          + " and thresholds. Each run tells its phases and, if it failed, the class of failure."
          + " Needs no privilege; exec runs commands as the user of the collector.";

  private static final Logger LOG = LoggerFactory.getLogger(ProbeSource.class);
  private static final long LATE_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_WAIT_S = 2;

  private final ProbeConfig config;
  private final HostIdentity host;
  private final ProbeMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Object emitting = new Object();
  private boolean closed;
  private @Nullable Running running;

  /**
   * @param host names this host in events, and its version to the probed
   * @param registry where the numbers go; one source per registry
   * @param clock gives the time of each run
   * @param random spreads the first runs
   */
  public ProbeSource(
      ProbeConfig config,
      HostIdentity host,
      PrometheusRegistry registry,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
    this.host = host;
    this.metrics = new ProbeMetrics(registry);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Begins anew: counts and states of an earlier collector run are not taken over. */
  @Override
  public synchronized void start(EventSink sink, Optional<String> position) throws StartException {
    if (running != null) {
      throw new IllegalStateException("probe: started twice");
    }
    var started = new Running(config);
    running = started;
    var gates = new HashMap<String, StartupGate>();
    for (ProbeSpec spec : config.probes()) {
      if (spec.type() == ProbeType.STARTUP) {
        gate(gates, spec).addStartup();
      }
    }
    metrics.probes.set(config.probes().size());
    try {
      for (ProbeSpec spec : config.probes()) {
        var prober = started.prober(spec, "weir-probe/" + host.version());
        new ProbeTask(
                spec,
                prober,
                endpoint(spec),
                gate(gates, spec),
                started,
                clock,
                (event, lateNs) -> emit(sink, event, lateNs))
            .begin(jitterNs(spec));
      }
    } catch (IllegalArgumentException e) {
      close();
      throw new StartException("Cannot start the probes: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized Readiness readiness() {
    return running == null
        ? Readiness.notReady("probe: " + (closed ? "closed" : "has not been started"))
        : Readiness.READY;
  }

  @Override
  public void close() {
    synchronized (emitting) {
      closed = true;
    }
    Running ending;
    synchronized (this) {
      ending = running;
      running = null;
    }
    if (ending != null) {
      ending.close();
    }
  }

  private boolean emit(EventSink sink, Event event, long lateNs) throws InterruptedException {
    // The lock makes close() wait for an event that is on its way, and stops all later ones.
    synchronized (emitting) {
      if (closed) {
        return false;
      }
      sink.put(List.of(event), Optional.empty());
    }
    var probe = event.getProbe();
    metrics
        .runs
        .labelValues(probe.getHandler(), probe.getFailure().name().toLowerCase(Locale.ROOT))
        .inc();
    if (lateNs > LATE_NS) {
      metrics.late.inc();
    }
    return true;
  }

  /** Probes without a group have a gate of their own, which nothing closes for others. */
  private static StartupGate gate(Map<String, StartupGate> gates, ProbeSpec spec) {
    String key = spec.group().isEmpty() ? "probe/" + spec.name() : "group/" + spec.group();
    return gates.computeIfAbsent(key, unknown -> new StartupGate());
  }

  private long jitterNs(ProbeSpec spec) {
    int seconds = Math.min(config.startJitterSeconds(), spec.periodSeconds());
    return seconds == 0 ? 0 : random.nextLong(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** A command and a loopback address are of this host; what else an address is, is not known. */
  private Optional<Endpoint> endpoint(ProbeSpec spec) {
    boolean local =
        spec.exec().isPresent()
            || spec.host()
                .filter(
                    h ->
                        h.equals("localhost")
                            || (InetAddresses.isInetAddress(h)
                                && InetAddresses.forString(h).isLoopbackAddress()))
                .isPresent();
    return local
        ? Optional.of(
            Endpoint.newBuilder().setClusterName(host.cluster()).setNamespace(host.node()).build())
        : Optional.empty();
  }

  /** What lives from start to close. */
  private static final class Running implements Scheduler, AutoCloseable {
    private final ProbeConfig config;
    private final ScheduledThreadPoolExecutor threads;
    private final Watchdog watchdog = new Watchdog();
    private final Dialer dialer = new Dialer();

    Running(ProbeConfig config) {
      this.config = config;
      var number = new AtomicInteger();
      threads =
          new ScheduledThreadPoolExecutor(
              config.threads(),
              task -> {
                var thread = new Thread(task, "probe-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Prober prober(ProbeSpec spec, String agent) {
      if (spec.httpGet().isPresent()) {
        return new HttpProber(spec.httpGet().get(), dialer, watchdog, agent);
      }
      if (spec.tcpSocket().isPresent()) {
        return new TcpProber(spec.tcpSocket().get(), dialer);
      }
      if (spec.exec().isPresent()) {
        return new ExecProber(spec.exec().get());
      }
      if (spec.grpc().isPresent()) {
        return new GrpcProber(spec.grpc().get(), dialer, agent);
      }
      return new DnsProber(spec.dns().orElseThrow(), dialer, config.resolvConf());
    }

    @Override
    public long nowNs() {
      return System.nanoTime();
    }

    @Override
    public void at(long ns, Runnable task) {
      try {
        threads.schedule(task, Math.max(0, ns - nowNs()), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closing) {
        // The source was closed while this probe ran: there is no next run.
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
      try {
        // A run that cannot be interrupted ends at its own timeout; its event goes nowhere.
        boolean ended = threads.awaitTermination(CLOSE_WAIT_S, TimeUnit.SECONDS);
        LOG.debug("Probes closed ended={}", ended);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      watchdog.close();
      dialer.close();
    }
  }
}
