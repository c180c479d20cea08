package io.weir.collector.source.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file of the kernel, which may not exist or may refuse. */
final class KernelFile {
  private KernelFile() {}

  /**
   * The text; absent when there is none: no such file, no permission, or a feature that is switched
   * off (a kernel booted with {@code psi=0} answers EOPNOTSUPP).
   */
  static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException unavailable) {
      return Optional.empty();
    }
  }
}
