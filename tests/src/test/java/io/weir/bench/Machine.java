package io.weir.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine that a benchmark ran on, in one line. */
final class Machine {
  private Machine() {}

  static String describe(Path dir) throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%d cores, load %.1f at the start, %s %s, JDK %s, heap %d MiB, files on %s",
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        system.getName(),
        system.getArch(),
        Runtime.version(),
        Runtime.getRuntime().maxMemory() >> 20,
        Files.getFileStore(dir).type());
  }
}
