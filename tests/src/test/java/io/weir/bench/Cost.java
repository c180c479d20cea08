package io.weir.bench;

import java.util.Map;

/**
 * What something took.
 *
 * @param seconds on the wall
 * @param cpuSeconds of the whole process
 * @param cpuSecondsByPart the same by whose threads used them
 */
record Cost(double seconds, double cpuSeconds, Map<Part, Double> cpuSecondsByPart) {
  Cost {
    cpuSecondsByPart = Map.copyOf(cpuSecondsByPart);
  }

  /** Runs {@code work} after a garbage collection, so that no run pays for the one before. */
  static Cost of(Work work) throws Exception {
    System.gc();
    CpuTimes before = CpuTimes.now();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return between(before, CpuTimes.now(), seconds);
  }

  /** What was used between two moments. */
  static Cost between(CpuTimes before, CpuTimes after, double seconds) {
    return new Cost(
        seconds, (after.process() - before.process()) / 1e9, after.secondsSince(before));
  }

  /** What is measured. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }
}
