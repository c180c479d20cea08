package io.weir.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * CPU that this process and its threads had used at a moment, in nanoseconds.
 *
 * @param byThread living Java threads; on Linux those of the compiler and the collector, too
 */
record CpuTimes(long process, Map<ThreadKey, Long> byThread) {
  private static final Path NATIVE_THREADS = Path.of("/proc/self/task");

  /** Threads of Java and of the system have numbers of their own, but never the same part. */
  record ThreadKey(long id, Part part) {}

  static CpuTimes now() {
    Map<ThreadKey, Long> byThread = new HashMap<>();
    addJava(byThread);
    addNative(byThread);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new CpuTimes(system.getProcessCpuTime(), Map.copyOf(byThread));
  }

  private static void addJava(Map<ThreadKey, Long> byThread) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      long used = thread == null ? -1 : threads.getThreadCpuTime(thread.getThreadId());
      if (used >= 0) { // else it ended meanwhile
        byThread.put(new ThreadKey(thread.getThreadId(), Part.of(thread.getThreadName())), used);
      }
    }
  }

  /** Java does not show the threads of its compiler and collector; Linux does. */
  private static void addNative(Map<ThreadKey, Long> byThread) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(NATIVE_THREADS)) {
      for (Path thread : threads) {
        addNative(byThread, thread);
      }
    } catch (IOException e) {
      // Another system: what is missing counts as OTHER.
    }
  }

  private static void addNative(Map<ThreadKey, Long> byThread, Path thread) {
    try {
      Part part = Part.of(Files.readString(thread.resolve("comm")));
      if (part == Part.JIT || part == Part.GC) {
        String used = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
        long id = Long.parseLong(thread.getFileName().toString());
        byThread.put(new ThreadKey(id, part), Long.parseLong(used));
      }
    } catch (IOException e) {
      // It ended meanwhile; the others have not.
    }
  }

  /** Seconds since {@code earlier}; {@link Part#OTHER} is what none of these threads used. */
  Map<Part, Double> secondsSince(CpuTimes earlier) {
    Map<Part, Double> seconds = new EnumMap<>(Part.class);
    double rest = (process - earlier.process) / 1e9;
    for (Map.Entry<ThreadKey, Long> thread : byThread.entrySet()) {
      long before = earlier.byThread.getOrDefault(thread.getKey(), 0L);
      double used = (thread.getValue() - before) / 1e9;
      seconds.merge(thread.getKey().part(), used, Double::sum);
      rest -= used;
    }
    seconds.put(Part.OTHER, Math.max(0, rest));
    return seconds;
  }
}
