package io.weir.streams;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.ExportEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recorded Hubble exports beside the repository; tests that need them are skipped without. */
public final class HubbleFiles {
  private static final JsonFormat.Parser JSON = JsonFormat.parser().ignoringUnknownFields();

  private HubbleFiles() {}

  /** The folder with the recordings. */
  public static Path directory() {
    for (String candidate :
        List.of("../../shared/data/hubble-flows", "../shared/data/hubble-flows")) {
      if (Files.isDirectory(Path.of(candidate))) {
        return Path.of(candidate);
      }
    }
    assumeTrue(
        false, "No recorded flows: ../shared/data/hubble-flows is not beside the repository.");
    throw new AssertionError();
  }

  /** Every recording. */
  public static List<Path> all() {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of one recording. */
  public static List<String> lines(String name) {
    try {
      return Files.readAllLines(directory().resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The flows of one recording; lines that are not JSON are left out. */
  public static List<Flow> flows(String name) {
    List<Flow> flows = new ArrayList<>();
    for (String line : lines(name)) {
      ExportEvent.Builder event = ExportEvent.newBuilder();
      try {
        JSON.merge(line, event);
        flows.add(event.getFlow());
      } catch (InvalidProtocolBufferException e) {
        // One recording has such a line on purpose.
      }
    }
    return flows;
  }
}
