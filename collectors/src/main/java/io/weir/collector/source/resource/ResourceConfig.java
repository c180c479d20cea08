package io.weir.collector.source.resource;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How resource usage is read.
 *
 * @param interval from one reading to the next, 1 s to 1 h
 * @param entitiesMax nodes, pods, containers and units told in one reading, at least 1; the rest is
 *     counted as lost, units first
 * @param proc root of the proc file system
 * @param cgroups root of the cgroup file systems
 * @param logs folder with the kubelet's log folders, for the names of pods
 */
public record ResourceConfig(
    Duration interval, int entitiesMax, Path proc, Path cgroups, Path logs) {
  public static final ResourceConfig DEFAULT =
      new ResourceConfig(
          Duration.ofSeconds(10),
          2_000,
          Path.of("/proc"),
          Path.of("/sys/fs/cgroup"),
          Path.of("/var/log"));

  public ResourceConfig {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: 1s to 1h)");
    }
    if (entitiesMax < 1) {
      throw new IllegalArgumentException("entitiesMax: " + entitiesMax + " (expected: >= 1)");
    }
  }
}
