package io.weir.faults;

import static java.util.stream.Collectors.toSet;

import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Counted;
import io.weir.cli.simulate.Difference;
import io.weir.collector.simulation.Truth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A savepoint that an earlier build wrote in the middle of a scenario, with all that is needed to
 * go on from it in any later build, whatever becomes of the simulator: every record of the
 * scenario, how many of them the savepoint had seen, and the truth.
 *
 * @param name of the build, and of the file
 * @param sent how many records were read before the savepoint, none of the others
 * @param truth every count of the whole scenario that is not 0
 * @param published what the earlier build had published, in the same words; a later one writes only
 *     what has changed since
 */
record GoldenSavepoint(
    String name,
    long seed,
    String scenario,
    int sent,
    List<ProducerRecord<byte[], byte[]>> records,
    TreeMap<String, Long> truth,
    TreeMap<String, Long> published) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "savepoints");
  private static final String SUFFIX = ".zip";
  private static final String SAVEPOINT = "savepoint/";
  private static final int FORMAT = 1;

  /** All that lie in the resources. */
  static List<Path> all() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The truth about a feed as counts. */
  static TreeMap<String, Long> counts(Feed feed) {
    TreeMap<String, Long> counts = new TreeMap<>();
    for (Difference one : Comparison.of(feed.truth(), new Counted()).differences()) {
      counts.put(key(one), one.expected());
    }
    return counts;
  }

  /** What was counted in the hour of {@code startNs}, in the same words. */
  static TreeMap<String, Long> counts(Counted counted) {
    TreeMap<String, Long> counts = new TreeMap<>();
    for (Difference one : Comparison.of(new Truth(), counted).differences()) {
      counts.put(key(one), one.counted());
    }
    return counts;
  }

  private static String key(Difference one) {
    return String.join(
        "\t",
        one.kind(),
        one.subject(),
        one.slot().lengthNs() / 1_000_000_000 + "s",
        Long.toString(one.slot().startNs() / 1_000_000_000),
        one.name());
  }

  /** Counts that are not those of the truth after a later build has published {@code later}. */
  TreeMap<String, Long> wrong(TreeMap<String, Long> later) {
    Set<String> replaced = later.keySet().stream().map(GoldenSavepoint::record).collect(toSet());
    TreeMap<String, Long> now = new TreeMap<>(published);
    now.keySet().removeIf(key -> replaced.contains(record(key)));
    now.putAll(later);
    TreeMap<String, Long> wrong = new TreeMap<>();
    truth.keySet().stream().filter(key -> !now.containsKey(key)).forEach(key -> wrong.put(key, 0L));
    now.forEach(
        (key, count) -> {
          if (!count.equals(truth.get(key))) {
            wrong.put(key, count);
          }
        });
    return wrong;
  }

  /** Which record of which window a count is in: all counts of an edge, each indicator alone. */
  private static String record(String key) {
    int end = key.lastIndexOf(key.startsWith("indicator") ? '.' : '\t');
    return key.substring(0, end);
  }

  /** Writes it with the savepoint in {@code folder}; gives the file. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(FOLDER);
    Path file = FOLDER.resolve(name + "-seed-" + seed + SUFFIX);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(9);
      put(zip, "feed", feed());
      try (var files = Files.walk(folder)) {
        for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
          put(zip, SAVEPOINT + folder.relativize(one), Files.readAllBytes(one));
        }
      }
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private byte[] feed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeUTF(name);
      out.writeLong(seed);
      out.writeUTF(scenario);
      out.writeInt(sent);
      out.writeInt(records.size());
      for (ProducerRecord<byte[], byte[]> record : records) {
        out.writeUTF(record.topic());
        Integer partition = record.partition();
        out.writeInt(partition == null ? -1 : partition);
        bytes(out, record.key());
        bytes(out, record.value());
      }
      // Nearly all keys of the one are keys of the other: each is written once.
      TreeSet<String> keys = new TreeSet<>(truth.keySet());
      keys.addAll(published.keySet());
      out.writeInt(keys.size());
      for (String key : keys) {
        bytes(out, key.getBytes(StandardCharsets.UTF_8));
        out.writeLong(truth.getOrDefault(key, 0L));
        out.writeLong(published.getOrDefault(key, 0L));
      }
    }
    return bytes.toByteArray();
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads one, and lays its savepoint into {@code folder}. */
  static GoldenSavepoint read(Path file, Path folder) throws IOException {
    byte[] feed = new byte[0];
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        if (entry.getName().startsWith(SAVEPOINT)) {
          Path target = folder.resolve(entry.getName().substring(SAVEPOINT.length())).normalize();
          Files.createDirectories(target.getParent());
          Files.write(target, zip.readAllBytes());
        } else {
          feed = zip.readAllBytes();
        }
      }
    }
    return read(feed);
  }

  private static GoldenSavepoint read(byte[] feed) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(feed))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException("golden savepoint: format " + format + " (expected: " + FORMAT + ")");
      }
      String name = in.readUTF();
      long seed = in.readLong();
      String scenario = in.readUTF();
      int sent = in.readInt();
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        String topic = in.readUTF();
        int partition = in.readInt();
        byte[] key = in.readNBytes(in.readInt());
        byte[] value = in.readNBytes(in.readInt());
        records.add(
            partition < 0
                ? new ProducerRecord<>(topic, key, value)
                : new ProducerRecord<>(topic, partition, key, value));
      }
      TreeMap<String, Long> truth = new TreeMap<>();
      TreeMap<String, Long> published = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        putUnlessZero(truth, key, in.readLong());
        putUnlessZero(published, key, in.readLong());
      }
      return new GoldenSavepoint(name, seed, scenario, sent, records, truth, published);
    }
  }

  private static void putUnlessZero(TreeMap<String, Long> counts, String key, long count) {
    if (count != 0) {
      counts.put(key, count);
    }
  }
}
