package io.weir.cli.server;

import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a process listens, for scripts: {@code {"pid":1,"grpc":"127.0.0.1:4245",…}} in a file that
 * appears, complete, when the process is ready.
 */
final class Announcement {
  private static final List<String> KEYS = List.of("grpc", "http", "metrics", "kafka");
  private static final Map<String, String> FORMS =
      Map.of(
          "grpc", "gRPC %s",
          "http", "UI and JSON API http://%s",
          "metrics", "metrics http://%s/metrics",
          "kafka", "Kafka %s");

  private final Map<String, String> addresses = new HashMap<>();

  void add(String key, String host, int port) {
    addresses.put(key, host + ":" + port);
  }

  void add(String key, String address) {
    addresses.put(key, address);
  }

  /** The address called {@code key}. */
  String get(String key) {
    return Objects.requireNonNull(addresses.get(key), key);
  }

  String json() {
    return known("\"%1$s\":\"%2$s\"")
        .collect(Collectors.joining(",", "{\"pid\":" + ProcessHandle.current().pid() + ",", "}\n"));
  }

  /** One line for people. */
  String sentence() {
    return KEYS.stream()
        .filter(addresses::containsKey)
        .map(key -> FORMS.get(key).formatted(addresses.get(key)))
        .collect(Collectors.joining(", "));
  }

  private Stream<String> known(String form) {
    return KEYS.stream()
        .filter(addresses::containsKey)
        .map(key -> form.formatted(key, addresses.get(key)));
  }

  /** Writes the file in one step, so that a reader never sees half of it. */
  void writeTo(Path file) throws StartException {
    try {
      Path parent = file.toAbsolutePath().getParent();
      Path temporary = Files.createTempFile(parent, "announce", ".tmp");
      Files.writeString(temporary, json());
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartException(
          "Cannot write the announcement to " + file + " (" + e + "). Choose another --announce.",
          e);
    }
  }
}
