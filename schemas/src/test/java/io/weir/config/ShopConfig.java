package io.weir.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration with everything that one can have. */
record ShopConfig(
    Door door,
    String owner,
    double discount,
    boolean open,
    Path ledger,
    URI website,
    List<String> tags,
    List<Shelf> shelves,
    Map<String, Shelf> rooms,
    Map<String, Integer> prices,
    Optional<Alarm> alarm,
    Optional<Duration> lunch) {
  static final ShopConfig DEFAULT =
      new ShopConfig(
          Door.DEFAULT,
          "nobody",
          0.5,
          true,
          Path.of("ledger.db"),
          URI.create("http://localhost:80/"),
          List.of("a", "b"),
          List.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty());

  enum Colour {
    DARK_RED,
    BLUE
  }

  record Door(
      int widthCm, @Renamed("patience") Duration waitTimeout, long matBytes, Colour colour) {
    static final Door DEFAULT = new Door(90, Duration.ofSeconds(10), 1 << 20, Colour.BLUE);

    Door {
      if (widthCm < 1) {
        throw new IllegalArgumentException("widthCm: " + widthCm + " (expected: >= 1 cm)");
      }
      if (waitTimeout.toHours() > 1 && colour == Colour.BLUE) {
        throw new IllegalArgumentException("a blue door never waits long (expected: another one)");
      }
    }
  }

  /** Without defaults: both keys must be there. */
  record Shelf(String name, long weight) {}

  record Alarm(@Secret String code, List<Integer> rings) {
    static final Alarm DEFAULT = new Alarm("0000", List.of(1));

    Alarm {
      if (code.length() < 4) {
        throw new IllegalArgumentException("code: " + code + " (expected: four digits)");
      }
    }
  }
}
