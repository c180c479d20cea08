package io.weir.collector.source.resource;

import io.weir.collector.source.resource.Usage.Cpu;
import io.weir.collector.source.resource.Usage.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the usage of the whole node from {@code /proc}. */
final class NodeReader {
  // Linux prints CPU time in hundredths of a second on every architecture.
  private static final long TICK_NS = 10_000_000;
  private static final long KIB = 1_024;

  private final Path proc;

  NodeReader(Path proc) {
    this.proc = proc;
  }

  /**
   * Usage with what only a node has.
   *
   * @param load1 run queue average over a minute
   * @param cores processors online
   */
  record Node(Usage usage, double load1, int cores) {}

  /**
   * Reads the node.
   *
   * @throws IOException if there is no {@code stat}: not Linux, or not a proc file system
   */
  Node read() throws IOException {
    String stat =
        KernelFile.text(proc.resolve("stat"))
            .orElseThrow(() -> new IOException("Cannot read " + proc.resolve("stat")));
    int cores = cores(stat);
    var oomKills = keyed("vmstat").get("oom_kill");
    var usage =
        new Usage(
            "",
            busyNs(stat).map(ns -> new Cpu(ns, cores, 0, 0, 0)),
            memory(keyed("meminfo")),
            oomKills == null ? OptionalLong.empty() : OptionalLong.of(oomKills),
            CgroupReader.pressure(proc.resolve("pressure/cpu")),
            CgroupReader.pressure(proc.resolve("pressure/memory")),
            CgroupReader.pressure(proc.resolve("pressure/io")));
    return new Node(usage, load1(KernelFile.text(proc.resolve("loadavg")).orElse("")), cores);
  }

  /**
   * Time of user, nice, system, irq and softirq. Not idle and iowait; not steal, which others used;
   * not guest, which is in user already.
   */
  static Optional<Long> busyNs(String stat) {
    for (String line : stat.split("\n")) {
      String[] words = line.split("\\s+");
      if (words.length >= 8 && words[0].equals("cpu")) {
        long ticks = 0;
        for (int column : new int[] {1, 2, 3, 6, 7}) {
          ticks += KernelFiles.number(words[column]).orElse(0);
        }
        return Optional.of(ticks * TICK_NS);
      }
    }
    return Optional.empty();
  }

  static int cores(String stat) {
    return (int) stat.lines().filter(line -> line.matches("cpu\\d+ .*")).count();
  }

  static double load1(String loadavg) {
    try {
      return Double.parseDouble(loadavg.strip().split(" ", 2)[0]);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static Optional<Memory> memory(Map<String, Long> meminfo) {
    if (!meminfo.containsKey("MemTotal") || !meminfo.containsKey("MemFree")) {
      return Optional.empty();
    }
    long total = meminfo.get("MemTotal");
    long used = total - meminfo.get("MemFree");
    long workingSet = Math.max(0, used - meminfo.getOrDefault("Inactive(file)", 0L));
    long available = meminfo.getOrDefault("MemAvailable", total - workingSet);
    long swap = meminfo.getOrDefault("SwapTotal", 0L) - meminfo.getOrDefault("SwapFree", 0L);
    return Optional.of(
        new Memory(used * KIB, workingSet * KIB, total * KIB, available * KIB, swap * KIB));
  }

  private Map<String, Long> keyed(String file) {
    return KernelFile.text(proc.resolve(file)).map(KernelFiles::keyed).orElse(Map.of());
  }
}
