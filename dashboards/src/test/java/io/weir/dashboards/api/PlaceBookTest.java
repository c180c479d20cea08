package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.map.Arrangement;
import io.weir.dashboards.map.Link;
import io.weir.dashboards.map.MapGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceBookTest {
  private static final MapGraph FIRST =
      new MapGraph(
          new TreeMap<>(Map.of("web", "c/shop", "cart", "c/shop", "db", "c/data")),
          new TreeSet<>(List.of(new Link("web", "cart"), new Link("cart", "db"))));

  /** The same with a new caller of everything, which from nothing would stand first. */
  private static final MapGraph LATER =
      new MapGraph(
          new TreeMap<>(
              Map.of("web", "c/shop", "cart", "c/shop", "db", "c/data", "edge", "c/shop")),
          new TreeSet<>(
              List.of(new Link("web", "cart"), new Link("cart", "db"), new Link("edge", "web"))));

  @TempDir Path dir;

  private PlaceBook opened(Path file) {
    PlaceBook book =
        new PlaceBook(
            Optional.of(new PlaceFile(file)),
            new PlaceMetrics(new PrometheusRegistry()),
            InstantSource.fixed(Instant.parse("2026-01-31T10:00:00Z")));
    book.open();
    return book;
  }

  @Test
  void placesAreTheSameAfterARestart() {
    Path file = dir.resolve("dashboards/map-places.json");
    Arrangement first = opened(file).arrange(FIRST);

    Arrangement later = opened(file).arrange(LATER);

    assertThat(later.nodes()).containsAllEntriesOf(first.nodes()).containsKey("edge");
    assertThat(opened(file).arrange(FIRST)).as("and who is gone is reserved").isEqualTo(later);
  }

  @Test
  void theSamePlacesAreTheSameBytes() throws Exception {
    opened(dir.resolve("a.json")).arrange(FIRST);
    opened(dir.resolve("b.json")).arrange(FIRST);
    assertThat(dir.resolve("a.json")).hasSameBinaryContentAs(dir.resolve("b.json"));
    assertThat(Files.readString(dir.resolve("a.json"))).startsWith("{\"version\":1,\"groups\":[{");
  }

  @Test
  void whatCannotBeReadIsArrangedAnewAndReplaced() throws Exception {
    Path file = dir.resolve("map-places.json");
    Arrangement fresh = opened(dir.resolve("other.json")).arrange(LATER);
    for (String damaged :
        List.of(
            "",
            "{\"version\":1,\"groups\":[",
            "{\"version\":2,\"groups\":[],\"nodes\":[]}",
            "{\"version\":1,\"groups\":[],\"nodes\":[{\"id\":\"web\",\"group\":\"c/shop\","
                + "\"column\":0,\"row\":0,\"seen\":1}]}")) {
      Files.writeString(file, damaged);

      assertThat(opened(file).arrange(LATER)).as(damaged).isEqualTo(fresh);
      assertThat(file).as(damaged).hasSameBinaryContentAs(dir.resolve("other.json"));
    }
  }

  @Test
  void withoutADiskItRemembersInMemory() throws Exception {
    Path blocked = Files.writeString(dir.resolve("file"), "");
    PlaceBook book = opened(blocked.resolve("map-places.json"));

    Arrangement first = book.arrange(FIRST);

    assertThat(book.arrange(LATER).nodes()).containsAllEntriesOf(first.nodes());
  }
}
