package io.weir.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {
  @TempDir private Path folder;

  private static Path user(String system, Map<String, String> variables) {
    return Locations.user(system, new Variables(variables), Path.of("/home/me"));
  }

  @Test
  void theUsersDirectoryIsThatOfTheSystem() {
    assertThat(user("linux", Map.of())).isEqualTo(Path.of("/home/me/.config"));
    assertThat(user("linux", Map.of("XDG_CONFIG_HOME", "/xdg"))).isEqualTo(Path.of("/xdg"));
    assertThat(user("linux", Map.of("XDG_CONFIG_HOME", "relative")))
        .as("the standard says to ignore it")
        .isEqualTo(Path.of("/home/me/.config"));
    assertThat(user("mac os x", Map.of()))
        .isEqualTo(Path.of("/home/me/Library/Application Support"));
    assertThat(user("windows 11", Map.of("AppData", "/roaming"))).isEqualTo(Path.of("/roaming"));
  }

  @Test
  void theFirstFileThatExistsIsTheOne() throws Exception {
    Locations locations =
        new Locations(folder.resolve("work"), folder.resolve("user"), folder.resolve("home"));
    assertThat(locations.existing()).isEmpty();

    Path home = made(folder.resolve("home/.hubble/config.yaml"));
    assertThat(locations.existing()).hasValue(home);
    Path user = made(folder.resolve("user/hubble/config.yaml"));
    assertThat(locations.existing()).hasValue(user);
    assertThat(locations.isShared(user)).isFalse();
    Path work = made(folder.resolve("work/config.yaml"));
    assertThat(locations.existing()).hasValue(work);
    assertThat(locations.isShared(work)).isTrue();
  }

  private static Path made(Path file) throws Exception {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, "");
  }
}
