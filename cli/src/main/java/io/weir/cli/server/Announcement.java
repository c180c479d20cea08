package io.weir.cli.server;

import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a process listens, for scripts: {@code {"pid":1,"grpc":"127.0.0.1:4245",…}} in a file that
 * appears, complete, when the process is ready.
 */
final class Announcement {
  private final Map<String, String> addresses = new LinkedHashMap<>();

  void add(String key, String host, int port) {
    addresses.put(key, host + ":" + port);
  }

  void add(String key, String address) {
    addresses.put(key, address);
  }

  /** The address called {@code key}. */
  String get(String key) {
    return addresses.get(key);
  }

  String json() {
    return addresses.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
        .collect(
            Collectors.joining(",", "{\"pid\":" + ProcessHandle.current().pid() + ",", "}\n"));
  }

  /** One line for people. */
  String sentence() {
    Map<String, String> forms =
        Map.of(
            "http", "UI and JSON API http://%s",
            "grpc", "gRPC %s",
            "metrics", "metrics http://%s/metrics",
            "kafka", "Kafka %s");
    return addresses.entrySet().stream()
        .map(e -> forms.getOrDefault(e.getKey(), e.getKey() + " %s").formatted(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Writes the file in one step, so that a reader never sees half of it. */
  void writeTo(Path file) throws StartException {
    try {
      Path parent = file.toAbsolutePath().getParent();
      Path temporary = Files.createTempFile(parent, "announce", ".tmp");
      Files.writeString(temporary, json());
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartException(
          "Cannot write the announcement to " + file + " (" + e + "). Choose another --announce.", e);
    }
  }
}
