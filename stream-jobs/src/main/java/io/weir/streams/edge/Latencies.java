package io.weir.streams.edge;

/**
 * Latencies with the share that met a threshold. Immutable.
 *
 * @param withinThreshold latencies at most the indicator's threshold
 * @param timed all latencies
 */
public record Latencies(LatencySketch sketch, long withinThreshold, long timed) {
  public static final Latencies NONE = new Latencies(LatencySketch.NONE, 0, 0);

  /** One latency; the threshold itself is still within. */
  public static Latencies of(long latencyNs, long thresholdNs) {
    return new Latencies(LatencySketch.of(latencyNs), latencyNs <= thresholdNs ? 1 : 0, 1);
  }

  /** Both together. Associative and commutative. */
  public Latencies plus(Latencies other) {
    if (other.timed == 0) {
      return this;
    }
    if (timed == 0) {
      return other;
    }
    return new Latencies(
        sketch.plus(other.sketch), withinThreshold + other.withinThreshold, timed + other.timed);
  }
}
