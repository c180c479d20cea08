package io.weir.dashboards.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dashboards.map.Arrangement;
import io.weir.dashboards.map.Arrangement.Spot;
import io.weir.dashboards.map.Place;
import io.weir.dashboards.map.Places;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of the map as a JSON file; replaced as a whole, so a crash leaves the old one or the
 * new one. Used by one thread at a time.
 *
 * <p>Version 1: {@code groups} of {@code id column row}, {@code nodes} of {@code id group column
 * row seen}, where {@code seen} is in seconds since the epoch.
 */
final class PlaceFile {
  private static final Logger LOG = LoggerFactory.getLogger(PlaceFile.class);
  private static final int VERSION = 1;

  private final Path path;

  PlaceFile(Path path) {
    this.path = path;
  }

  private record Content(int version, List<Group> groups, List<Node> nodes) {}

  private record Group(String id, int column, int row) {}

  private record Node(String id, String group, int column, int row, long seen) {}

  Path path() {
    return path;
  }

  /** What was written last; nothing when there is no file, or, with a warning, none to be read. */
  Places read() {
    try {
      return places(Json.read(Files.readString(path)));
    } catch (NoSuchFileException e) {
      return Places.NONE;
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot read the places of the map, arranges it anew file={}", path, e);
      return Places.NONE;
    }
  }

  private static Places places(JsonNode content) {
    int version = content.path("version").asInt();
    if (version != VERSION) {
      throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
    }
    SortedMap<String, Place> groups = new TreeMap<>();
    for (JsonNode group : content.required("groups")) {
      groups.put(group.required("id").textValue(), place(group));
    }
    SortedMap<String, Spot> nodes = new TreeMap<>();
    SortedMap<String, Instant> seen = new TreeMap<>();
    for (JsonNode node : content.required("nodes")) {
      String id = node.required("id").textValue();
      nodes.put(id, new Spot(node.required("group").textValue(), place(node)));
      seen.put(id, Instant.ofEpochSecond(node.required("seen").longValue()));
    }
    return new Places(new Arrangement(groups, nodes), seen);
  }

  private static Place place(JsonNode json) {
    return new Place(json.required("column").intValue(), json.required("row").intValue());
  }

  /** Forced to disk when it returns. */
  void write(Places places) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path next = path.resolveSibling(path.getFileName() + ".next");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(content(places)));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Content content(Places places) {
    List<Group> groups = new ArrayList<>();
    places
        .arrangement()
        .groups()
        .forEach((id, place) -> groups.add(new Group(id, place.column(), place.row())));
    List<Node> nodes = new ArrayList<>();
    places
        .arrangement()
        .nodes()
        .forEach(
            (id, spot) ->
                nodes.add(
                    new Node(
                        id,
                        spot.group(),
                        spot.place().column(),
                        spot.place().row(),
                        places.seen().getOrDefault(id, Instant.EPOCH).getEpochSecond())));
    return new Content(VERSION, groups, nodes);
  }
}
