package io.weir.alerting.cause;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.TCPFlags;
import java.time.Duration;
import java.util.List;

/**
 * Reads the flows around an incident, in any order, each once. Bounded: what is beyond the limits
 * of its parts is not seen, and causes that need it are not named. Mutable, confined to one thread.
 */
public final class FlowSightings {
  /** Answers above it are slow; as {@code jobs.http-latency-threshold}. */
  public static final Duration SLOW = Duration.ofMillis(500);

  private static final int POLICY_VERDICT = 5;

  private final Frame frame;
  private final long slowNs;
  private final InstanceTally instances;
  private final PathTally paths;
  private final LifetimeTally lifetimes;

  public FlowSightings(Frame frame, Duration slow) {
    this.frame = frame;
    this.slowNs = slow.toNanos();
    this.instances = new InstanceTally(frame);
    this.paths = new PathTally(frame);
    this.lifetimes = new LifetimeTally(frame, slowNs);
  }

  /** Takes one event; those outside the frame are passed over. */
  public void add(FlowEvent event) {
    if (event.hasLoss()) {
      lost(event.getHeader().getNode(), event.getLoss());
      return;
    }
    long ns = event.getHeader().getObservedAtNs();
    if (!event.hasFlow() || !frame.contains(ns)) {
      return;
    }
    Flow flow = event.getFlow();
    String node = event.getHeader().getNode();
    instances.see(flow.getSource(), node, ns);
    instances.see(flow.getDestination(), node, ns);
    if (flow.getType() == FlowType.L7) {
      response(flow, ns);
    } else if (flow.getL4().hasTCP() && flow.getEventType().getType() != POLICY_VERDICT) {
      TCPFlags flags = flow.getL4().getTCP().getFlags();
      if (flags.getSYN()) {
        paths.add(flow, flags.getACK(), ns);
      }
      lifetimes.add(flow, flags, node, ns);
    }
  }

  private void response(Flow flow, long ns) {
    if (flow.getL7().getType() == L7FlowType.RESPONSE
        && flow.getL7().hasHttp()
        && isLocal(flow.getSource())) {
      boolean failed = Sign.isFailure(Integer.toString(flow.getL7().getHttp().getCode()));
      long latencyNs = flow.getL7().getLatencyNs();
      instances.response(podOf(flow.getSource()), ns, failed, latencyNs > 0, latencyNs > slowNs);
    }
  }

  /** What a node did not report must not look like what it did not get. */
  private void lost(String node, Loss loss) {
    long from = Math.max(loss.getFirstNs(), frame.baselineStartNs());
    for (long ns = from; ns <= loss.getLastNs() && ns < frame.nowNs(); ns += frame.windowNs()) {
      paths.incomplete(node, frame.window(ns));
    }
    if (frame.contains(loss.getLastNs())) {
      paths.incomplete(node, frame.window(loss.getLastNs()));
    }
  }

  /** What there is to know so far. */
  public Sightings done() {
    List<Instance> pods = instances.done();
    return new Sightings(pods, paths.done(pods), lifetimes.done(pods));
  }

  /** A node gives ids to its own endpoints alone. */
  static boolean isLocal(Endpoint endpoint) {
    return endpoint.getID() != 0 && !endpoint.getPodName().isEmpty();
  }

  static String podOf(Endpoint endpoint) {
    return endpoint.getNamespace() + "/" + endpoint.getPodName();
  }
}
