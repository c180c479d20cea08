package io.weir.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files and command lines of Flink processes: what {@code bin/} and {@code conf/} hold elsewhere.
 */
final class FlinkDirectory {
  /** What a Flink distribution brings, by folder of the Maven repository. */
  private static final List<String> FLINK =
      List.of(
          "/at/yawk/lz4/",
          "/com/esotericsoftware/",
          "/commons-cli/",
          "/commons-collections/",
          "/commons-io/",
          "/org/apache/commons/commons-compress/",
          "/org/apache/commons/commons-lang3/",
          "/org/apache/commons/commons-math3/",
          "/org/apache/commons/commons-text/",
          "/org/apache/flink/",
          "/org/apache/logging/log4j/",
          "/org/javassist/",
          "/org/objenesis/",
          "/org/slf4j/",
          "/org/snakeyaml/",
          "/org/xerial/snappy/",
          "/tools/profiler/");

  /** Connectors come with the job, but for one that Flink's own API needs. */
  private static final List<String> OURS =
      List.of("/flink-connector-base/", "/flink-connector-kafka/");

  /** Flink's RocksDB, which stays off the class path of the tests themselves. */
  private static final Path LIB = Path.of("target", "flink-lib");

  /** As the config.yaml of a Flink distribution opens them on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.io",
          "java.lang",
          "java.lang.reflect",
          "java.net",
          "java.nio",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "sun.nio.ch");

  private final Path directory;
  private final int slots;

  FlinkDirectory(Path directory, int slots) {
    this.directory = directory;
    this.slots = slots;
  }

  /**
   * Writes the configuration of one process and returns its folder.
   *
   * @param server whether it logs; the command line logs elsewhere than to the terminal
   */
  Path configure(String name, boolean server, int rpcPort, int restPort) {
    // The usual scripts work out the parts of memory; here each one is named.
    String settings =
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        jobmanager.memory.heap.size: 320m
        jobmanager.memory.off-heap.size: 64m
        jobmanager.memory.jvm-metaspace.size: 128m
        jobmanager.memory.jvm-overhead.min: 64m
        jobmanager.memory.jvm-overhead.max: 64m
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        web.refresh-interval: 200
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.resource-id: %s
        taskmanager.numberOfTaskSlots: %d
        taskmanager.cpu.cores: %d
        taskmanager.slot.timeout: 1000
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 64m
        taskmanager.memory.task.heap.size: 384m
        taskmanager.memory.task.off-heap.size: 32m
        taskmanager.memory.managed.size: 96m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        taskmanager.memory.jvm-metaspace.size: 160m
        taskmanager.memory.jvm-overhead.min: 64m
        taskmanager.memory.jvm-overhead.max: 64m
        io.tmp.dirs: %s
        metrics.fetcher.update-interval: 1000
        heartbeat.interval: 500
        heartbeat.timeout: 5000
        slot.request.timeout: 20000
        """
            .formatted(
                rpcPort, restPort, name, slots, slots, make(directory.resolve("tmp-" + name)));
    Path conf = make(directory.resolve("conf-" + name));
    write(conf.resolve("config.yaml"), settings);
    write(
        conf.resolve("log4j2.properties"),
        """
        rootLogger.level = %s
        rootLogger.appenderRef.console.ref = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %%d %%p %%c{1} %%m%%n%%throwable
        """
            .formatted(server ? "info" : "off"));
    return conf;
  }

  /** Starts a main class of Flink; what it says goes to {@link #log}. */
  Process launch(String name, String heap, String main, Path conf, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j2.properties"));
    command.addAll(List.of("-cp", classPath(), main));
    if (arguments.length == 0) {
      command.addAll(List.of("--configDir", conf.toString()));
    }
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("FLINK_CONF_DIR", conf.toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    // Surefire hides the real class path behind a manifest.
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Stream<String> flink =
        Arrays.stream(own.split(File.pathSeparator))
            .filter(jar -> FLINK.stream().anyMatch(jar::contains))
            .filter(jar -> OURS.stream().noneMatch(jar::contains));
    try (Stream<Path> lib = Files.list(LIB)) {
      return Stream.concat(flink, lib.map(jar -> jar.toAbsolutePath().toString()).sorted())
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException("Flink's RocksDB is copied there by Maven", e);
    }
  }

  /** Where a process writes. */
  Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
