package io.weir.collector.source.probe;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * The probes of this collector.
 *
 * @param probes at most 1,000, with different names
 * @param threads runs at one time, 1 to 256; when all are busy, runs start late and are counted
 * @param startJitterSeconds the first runs are spread over this time, and over a probe's period at
 *     most
 * @param resolvConf where a dns probe without a server finds one
 */
public record ProbeConfig(
    List<ProbeSpec> probes, int threads, int startJitterSeconds, Path resolvConf) {
  public static final ProbeConfig DEFAULT =
      new ProbeConfig(List.of(), 8, 5, Path.of("/etc/resolv.conf"));

  private static final int PROBES_MAX = 1_000;

  public ProbeConfig {
    probes = List.copyOf(probes);
    if (probes.size() > PROBES_MAX) {
      throw new IllegalArgumentException(
          "probes: " + probes.size() + " (expected: at most " + PROBES_MAX + ")");
    }
    Checks.between("threads", threads, 1, 256);
    Checks.between("startJitterSeconds", startJitterSeconds, 0, 3_600);
    var names = new HashSet<String>();
    for (ProbeSpec probe : probes) {
      probe.checkComplete();
      if (!names.add(probe.name())) {
        throw new IllegalArgumentException(
            "probes: two are named " + probe.name() + " (expected: different names)");
      }
    }
  }

  /** These settings with other probes. */
  public ProbeConfig withProbes(List<ProbeSpec> others) {
    return new ProbeConfig(others, threads, startJitterSeconds, resolvConf);
  }
}
