package io.weir.collector.source.resource;

import io.weir.collector.enrich.CgroupOwner;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the cgroup hierarchies of this host are mounted: version 2 alone, version 1 with a mount
 * per controller, or both (hybrid, where version 2 has the units and the pressure, version 1 the
 * usage).
 *
 * @param unified version 2
 * @param cpuacct version 1: processor time used
 * @param cpu version 1: limits and throttling
 * @param memory version 1
 */
record CgroupTree(
    Optional<Path> unified, Optional<Path> cpuacct, Optional<Path> cpu, Optional<Path> memory) {
  private static final int DEPTH_MAX = 16;
  private static final int FOLDERS_MAX = 50_000;
  // The kernel's own files, so that not each of the fifty in every cgroup is asked what it is.
  private static final Set<String> CONTROLLERS =
      Set.of(
          "blkio",
          "cgroup",
          "cpu",
          "cpuacct",
          "cpuset",
          "devices",
          "dmem",
          "freezer",
          "hugetlb",
          "io",
          "irq",
          "memory",
          "misc",
          "net_cls",
          "net_prio",
          "pids",
          "rdma");

  /** Looks for the mounts below {@code /sys/fs/cgroup}. */
  static CgroupTree of(Path root) {
    if (isUnified(root)) {
      return new CgroupTree(
          Optional.of(root), Optional.empty(), Optional.empty(), Optional.empty());
    }
    return new CgroupTree(
        Optional.of(root.resolve("unified")).filter(CgroupTree::isUnified),
        first(root, "cpuacct", "cpu,cpuacct", "cpuacct,cpu"),
        first(root, "cpu", "cpu,cpuacct", "cpuacct,cpu"),
        first(root, "memory"));
  }

  boolean isEmpty() {
    return unified.isEmpty() && cpuacct.isEmpty() && cpu.isEmpty() && memory.isEmpty();
  }

  /**
   * Pods, containers and units in the tree, in this order: containers and pods first, since these
   * must not be the ones that a limit leaves out. Sorted by path within a kind.
   */
  List<CgroupOwner> owners() {
    var owners = new LinkedHashMap<String, CgroupOwner>();
    Stream.of(unified, cpuacct, cpu, memory)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(mount -> walk(mount, owners));
    Comparator<CgroupOwner> containersFirst = Comparator.comparing(CgroupOwner::kind).reversed();
    return sorted(owners.values(), containersFirst.thenComparing(CgroupOwner::path));
  }

  private static List<CgroupOwner> sorted(
      Collection<CgroupOwner> owners, Comparator<CgroupOwner> order) {
    return owners.stream().sorted(order).toList();
  }

  private record Folder(Path path, String cgroup, int depth) {}

  private static void walk(Path mount, LinkedHashMap<String, CgroupOwner> owners) {
    var folders = new ArrayDeque<Folder>();
    folders.add(new Folder(mount, "", 0));
    int visited = 0;
    while (!folders.isEmpty() && visited++ < FOLDERS_MAX) {
      var folder = folders.remove();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (isKernels(name) || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            continue;
          }
          String cgroup = folder.cgroup + "/" + name;
          var owner = CgroupOwner.ofPath(cgroup);
          if (owner.kind() != CgroupOwner.Kind.HOST && owner.path().equals(cgroup)) {
            owners.putIfAbsent(cgroup, owner);
          }
          if (folder.depth < DEPTH_MAX) {
            folders.add(new Folder(entry, cgroup, folder.depth + 1));
          }
        }
      } catch (IOException | DirectoryIteratorException gone) {
        // A cgroup that ended while it was listed.
      }
    }
  }

  private static boolean isKernels(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && CONTROLLERS.contains(name.substring(0, dot));
  }

  private static boolean isUnified(Path root) {
    return Files.exists(root.resolve("cgroup.controllers"));
  }

  private static Optional<Path> first(Path root, String... names) {
    return Stream.of(names).map(root::resolve).filter(Files::isDirectory).findFirst();
  }
}
