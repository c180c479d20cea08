package io.weir.collector.report;

import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of a collector that outlives its runs: made once, kept in a file beside the spool.
 * Whoever holds the spool's lock is the only one that writes it.
 */
public final class CollectorId {
  private static final String FILE = "collector-id";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private CollectorId() {}

  /**
   * The id of the collector whose spool is in {@code dir}; an unreadable one is made anew.
   *
   * @throws StartException if the file cannot be written
   */
  public static String of(Path dir) throws StartException {
    Path file = dir.resolve(FILE);
    try {
      String known = Files.exists(file) ? Files.readString(file).strip() : "";
      if (ID.matcher(known).matches()) {
        return known;
      }
      String id = UUID.randomUUID().toString().replace("-", "");
      Path made = Files.writeString(dir.resolve(FILE + ".new"), id + "\n");
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return id;
    } catch (IOException e) {
      throw new StartException(
          "Cannot keep the collector's id in " + file + ": " + e + ". Check spool.dir.", e);
    }
  }
}
