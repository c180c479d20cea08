package io.weir.collector.source.resource;

import io.weir.collector.source.resource.Usage.Cpu;
import io.weir.collector.source.resource.Usage.Memory;
import io.weir.collector.source.resource.Usage.Pressure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the usage of one cgroup from whichever version has it; version 1 first where both do. */
final class CgroupReader {
  // Without a limit v1 prints the largest multiple of the page size: 2^63 less a page of up to 64k.
  private static final long NO_LIMIT_V1 = Long.MAX_VALUE - (1 << 16);

  private final CgroupTree tree;

  CgroupReader(CgroupTree tree) {
    this.tree = tree;
  }

  /**
   * Reads one cgroup.
   *
   * @param cgroup path in the tree, {@code /system.slice/nginx.service}
   */
  Usage read(String cgroup) {
    var unified = folder(tree.unified(), cgroup);
    var memory = folder(tree.memory(), cgroup);
    return new Usage(
        generation(cgroup),
        cpuV1(cgroup).or(() -> unified.flatMap(CgroupReader::cpuV2)),
        memory.flatMap(CgroupReader::memoryV1).or(() -> unified.flatMap(CgroupReader::memoryV2)),
        oomKills(memory.map(m -> m.resolve("memory.oom_control")))
            .orElseGet(
                () ->
                    oomKills(unified.map(u -> u.resolve("memory.events")))
                        .orElse(OptionalLong.empty())),
        unified.flatMap(u -> pressure(u.resolve("cpu.pressure"))),
        unified.flatMap(u -> pressure(u.resolve("memory.pressure"))),
        unified.flatMap(u -> pressure(u.resolve("io.pressure"))));
  }

  static Optional<Pressure> pressure(Path file) {
    return KernelFile.text(file).flatMap(KernelFiles::pressure);
  }

  private Optional<Cpu> cpuV1(String cgroup) {
    var used = folder(tree.cpuacct(), cgroup).map(f -> number(f.resolve("cpuacct.usage")));
    if (used.isEmpty() || used.get().isEmpty()) {
      return Optional.empty();
    }
    var cpu = folder(tree.cpu(), cgroup);
    var stat = cpu.map(f -> keyed(f.resolve("cpu.stat"))).orElse(Map.of());
    double limit =
        cpu.map(
                f ->
                    KernelFiles.limitCores(
                        number(f.resolve("cpu.cfs_quota_us")),
                        number(f.resolve("cpu.cfs_period_us"))))
            .orElse(0.0);
    return Optional.of(
        new Cpu(
            used.get().getAsLong(),
            limit,
            stat.getOrDefault("nr_periods", 0L),
            stat.getOrDefault("nr_throttled", 0L),
            stat.getOrDefault("throttled_time", 0L)));
  }

  private static Optional<Cpu> cpuV2(Path folder) {
    var stat = keyed(folder.resolve("cpu.stat"));
    return Optional.ofNullable(stat.get("usage_usec"))
        .map(
            used ->
                new Cpu(
                    TimeUnit.MICROSECONDS.toNanos(used),
                    KernelFile.text(folder.resolve("cpu.max"))
                        .map(KernelFiles::limitCores)
                        .orElse(0.0),
                    stat.getOrDefault("nr_periods", 0L),
                    stat.getOrDefault("nr_throttled", 0L),
                    TimeUnit.MICROSECONDS.toNanos(stat.getOrDefault("throttled_usec", 0L))));
  }

  private static Optional<Memory> memoryV1(Path folder) {
    var usage = number(folder.resolve("memory.usage_in_bytes"));
    if (usage.isEmpty()) {
      return Optional.empty();
    }
    var stat = keyed(folder.resolve("memory.stat"));
    long limit = number(folder.resolve("memory.limit_in_bytes")).orElse(0);
    return Optional.of(
        memory(
            usage.getAsLong(),
            stat.getOrDefault("total_inactive_file", stat.getOrDefault("inactive_file", 0L)),
            limit >= NO_LIMIT_V1 ? 0 : limit,
            stat.getOrDefault("total_swap", 0L)));
  }

  private static Optional<Memory> memoryV2(Path folder) {
    var usage = number(folder.resolve("memory.current"));
    if (usage.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        memory(
            usage.getAsLong(),
            keyed(folder.resolve("memory.stat")).getOrDefault("inactive_file", 0L),
            number(folder.resolve("memory.max")).orElse(0),
            number(folder.resolve("memory.swap.current")).orElse(0)));
  }

  private static Memory memory(long usage, long inactiveFile, long limit, long swap) {
    // The two files are not read at the same moment, so the difference can be below zero.
    long workingSet = Math.max(0, usage - inactiveFile);
    return new Memory(
        usage, workingSet, limit, limit == 0 ? 0 : Math.max(0, limit - workingSet), swap);
  }

  private static Optional<OptionalLong> oomKills(Optional<Path> file) {
    return file.map(f -> keyed(f).get("oom_kill")).map(OptionalLong::of);
  }

  /** Inodes of the folders: a service that restarts has a new cgroup under the old path. */
  private String generation(String cgroup) {
    return Stream.of(tree.unified(), tree.cpuacct(), tree.memory())
        .map(mount -> folder(mount, cgroup).map(CgroupReader::inode).orElse(""))
        .collect(Collectors.joining(","));
  }

  private static String inode(Path folder) {
    try {
      return String.valueOf(
          Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (IOException gone) {
      return "";
    }
  }

  private static Optional<Path> folder(Optional<Path> mount, String cgroup) {
    return mount.map(m -> m.resolve(cgroup.substring(1))).filter(Files::isDirectory);
  }

  private static Map<String, Long> keyed(Path file) {
    return KernelFile.text(file).map(KernelFiles::keyed).orElse(Map.of());
  }

  private static OptionalLong number(Path file) {
    Function<String, OptionalLong> parse = KernelFiles::number;
    return KernelFile.text(file).map(parse).orElse(OptionalLong.empty());
  }
}
