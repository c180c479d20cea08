package io.weir.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.alerting.openslo.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SloFilesTest {
  @TempDir Path scratch;

  private static String service(String name) {
    return "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {}\n";
  }

  private static List<String> names(Optional<Documents> documents) {
    return documents.orElseThrow().objects().stream()
        .map(object -> object.metadata().name().value())
        .toList();
  }

  @Test
  void aFolderThatIsNotThereYetIsWaitedFor() throws Exception {
    Path folder = scratch.resolve("slo");
    SloFiles files = new SloFiles(List.of(folder.toString()));
    assertThat(files.changed(Map.of()).orElseThrow().objects()).isEmpty();
    assertThat(files.changed(Map.of())).as("nothing new").isEmpty();

    Files.createDirectory(folder);
    Files.writeString(folder.resolve("a.yaml"), service("cart"));
    assertThat(names(files.changed(Map.of()))).containsExactly("cart");
    assertThat(files.changed(Map.of())).isEmpty();
  }

  @Test
  void whatIsChangedOrGoneIsSeen() throws Exception {
    Path file = Files.writeString(scratch.resolve("a.yaml"), service("cart"));
    Path other = Files.writeString(scratch.resolve("b.yaml"), service("shop"));
    SloFiles files = new SloFiles(List.of(scratch.toString()));
    assertThat(names(files.changed(Map.of()))).containsExactly("cart", "shop");

    Files.writeString(file, service("kart"));
    // Of the same size: some file systems tell times by the second.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(names(files.changed(Map.of()))).containsExactly("kart", "shop");

    Files.delete(other);
    assertThat(names(files.changed(Map.of()))).containsExactly("kart");
  }

  @Test
  void textsThatComeByAnotherWayAreSeenToChange() throws Exception {
    Path file = Files.writeString(scratch.resolve("a.yaml"), service("cart"));
    SloFiles files = new SloFiles(List.of(scratch.toString()));
    assertThat(names(files.changed(Map.of("api:b", service("shop")))))
        .containsExactly("cart", "shop");
    assertThat(files.changed(Map.of("api:b", service("shop")))).isEmpty();
    assertThat(names(files.changed(Map.of("api:b", service("till")))))
        .containsExactly("cart", "till");

    Documents twice = files.changed(Map.of("api:b", service("cart"))).orElseThrow();
    assertThat(twice.findings())
        .as("the file holds")
        .singleElement()
        .extracting(Object::toString)
        .asString()
        .startsWith("api:b:3:18: error: metadata.name: Service cart is there already, at " + file);
    assertThat(names(files.changed(Map.of()))).containsExactly("cart");
  }

  @Test
  void whatComesWithWeirIsThereByName() {
    SloFiles files = new SloFiles(List.of("shipped:shop.yaml"));
    assertThat(names(files.changed(Map.of()))).contains("catalog-availability");
    assertThatThrownBy(() -> new SloFiles(List.of("shipped:nothing.yaml")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a file of config/slo, such as shipped:shop.yaml");
  }
}
