package io.weir.cli.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Writes a file so that a reader, or a crash, finds the old text or the new one. A file that is new
 * can be read by its owner alone: there may be a password in it.
 */
final class AtomicFile {
  private AtomicFile() {}

  static void write(Path file, String text) throws IOException {
    // A link stays a link: what it points at is replaced.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = Files.createDirectories(target.resolveSibling("").toAbsolutePath());
    Path written = Files.createTempFile(folder, ".config-", ".tmp"); // for the owner alone
    try {
      Files.write(written, text.getBytes(StandardCharsets.UTF_8));
      if (Files.exists(target) && isPosix(target)) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
        Files.setPosixFilePermissions(written, permissions);
      }
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
