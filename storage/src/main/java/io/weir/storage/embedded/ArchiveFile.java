package io.weir.storage.embedded;

import io.weir.storage.SeriesStore.TimeSpan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the archive: what was archived from when it was opened until the next one was. Files
 * are numbered in that order. Pins are guarded by {@link OpenArchive}; the rest may be read by any
 * thread.
 */
final class ArchiveFile {
  private static final Pattern NAME = Pattern.compile("archive-(\\d{6,9})\\.duckdb");

  private final int number;
  private final Path path;
  private final long openedAtNs;
  // The generation of each partition's offsets, fixed for a file: a restarted partition starts one.
  private final Map<Integer, Integer> flowGenerations;
  private final BlockIndex blocks = new BlockIndex();
  private final Map<String, TimeSpan> spans = new ConcurrentHashMap<>();
  private volatile Optional<Map<Integer, Long>> sealed = Optional.empty();
  private int pins;
  private boolean expired;

  ArchiveFile(int number, Path path, long openedAtNs, Map<Integer, Integer> flowGenerations) {
    this.number = number;
    this.path = path;
    this.openedAtNs = openedAtNs;
    this.flowGenerations = Map.copyOf(flowGenerations);
  }

  static Path path(Path dir, int number) {
    return dir.resolve("archive-%06d.duckdb".formatted(number));
  }

  /** The number in a file's name; empty for other files. */
  static Optional<Integer> number(Path path) {
    Matcher matcher = NAME.matcher(path.getFileName().toString());
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** What the file is called in SQL. */
  static String alias(int number) {
    return "f" + number;
  }

  /** The events beside a file. */
  static Path events(Path path) {
    String name = path.getFileName().toString();
    return path.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".flows");
  }

  /** The log beside a file. */
  static Path wal(Path path) {
    return path.resolveSibling(path.getFileName() + ".wal");
  }

  int number() {
    return number;
  }

  Path path() {
    return path;
  }

  Path eventsPath() {
    return events(path);
  }

  /** Where its events are. A block is added once it is committed. */
  BlockIndex blocks() {
    return blocks;
  }

  long openedAtNs() {
    return openedAtNs;
  }

  /** The SQL name of one of its tables. */
  String table(String name) {
    return alias(number) + ".main." + name;
  }

  int flowGeneration(int partition) {
    return flowGenerations.getOrDefault(partition, 0);
  }

  /** Event times in one table; empty when the table is. */
  Optional<TimeSpan> span(String table) {
    return Optional.ofNullable(spans.get(table));
  }

  /** Widens a table's event times, before the rows become visible. */
  void widen(String table, long firstNs, long lastNs) {
    spans.merge(
        table,
        new TimeSpan(firstNs, lastNs),
        (a, b) ->
            new TimeSpan(Math.min(a.firstNs(), b.firstNs()), Math.max(a.lastNs(), b.lastNs())));
  }

  /** Where the flow partitions stood when the file was closed to writes; empty while it is not. */
  Optional<Map<Integer, Long>> sealed() {
    return sealed;
  }

  void seal(Map<Integer, Long> nextFlowOffsets) {
    sealed = Optional.of(Map.copyOf(nextFlowOffsets));
  }

  void pin() {
    pins++;
  }

  /** True when the file can go: nobody reads it and it has expired. */
  boolean unpin() {
    pins--;
    return expired && pins == 0;
  }

  /** True when the file can go at once. */
  boolean expire() {
    expired = true;
    return pins == 0;
  }
}
