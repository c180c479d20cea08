package io.weir.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.connect.Captured;
import io.weir.cli.observe.ObserveCommand;
import io.weir.cli.observe.StatusCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private Locations locations() {
    return new Locations(folder.resolve("work"), folder.resolve("user"), folder.resolve("home"));
  }

  private Captured config(String... args) {
    ConfigCommand command =
        new ConfigCommand(
            () ->
                List.of(
                    new CommandLine(new ObserveCommand()), new CommandLine(new StatusCommand())),
            new Variables(environment),
            locations());
    return Captured.run(() -> new CommandLine(command), args);
  }

  private Path userFile() {
    return locations().preferred();
  }

  @Test
  void whatIsSetIsGotAndResetTakesItBack() throws Exception {
    assertThat(config("get", "server").out()).isEqualTo("localhost:4245\n");
    Captured set = config("set", "server", "tls://relay:443");
    assertThat(set.err()).isEqualTo("Written to " + userFile() + "\n");
    assertThat(set.code()).isZero();
    assertThat(config("get", "server").out()).isEqualTo("tls://relay:443\n");
    assertThat(config("reset", "server").code()).isZero();
    assertThat(config("get", "server").out()).isEqualTo("localhost:4245\n");
  }

  @Test
  void resetWithoutAKeyLeavesWhatIsNotOurs() throws Exception {
    Files.createDirectories(userFile().resolveSibling(""));
    Files.writeString(userFile(), "# mine\nserver: a:1\ntheme: dark\ntls: true\n");
    assertThat(config("reset").code()).isZero();
    assertThat(Files.readString(userFile())).isEqualTo("# mine\ntheme: dark\n");
  }

  /** There may be a password in it. */
  @Test
  void aNewFileIsForItsOwnerAlone_andAnOldOneKeepsItsRightsAndItsLink() throws Exception {
    config("set", "basic-auth-password", "s3cret");
    assertThat(Files.getPosixFilePermissions(userFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Path real = Files.writeString(folder.resolve("dotfiles.yaml"), "tls: true\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), real);
    assertThat(config("set", "timeout", "2s", "--config", link.toString()).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).isEqualTo("tls: true\ntimeout: 2s\n");
    assertThat(Files.getPosixFilePermissions(real))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  @Test
  void viewShowsEveryFlagWithThePlaceOfItsValueAndNoPassword() throws Exception {
    config("set", "basic-auth-password", "s3cret");
    environment.put("HUBBLE_SERVER", "b:1");
    String view = config("view").out();
    assertThat(view.lines())
        .contains(
            "basic-auth-password: '***'  # " + userFile() + " line 1",
            "server: b:1  # HUBBLE_SERVER",
            "timeout: 5s  # default",
            "tls: false  # default")
        .anyMatch(line -> line.startsWith("denylist:"))
        .noneMatch(line -> line.startsWith("config:"))
        .noneMatch(line -> line.startsWith("pod:") || line.startsWith("help:"))
        .isSortedAccordingTo(Comparator.comparing(line -> line.substring(0, line.indexOf(':'))));
    assertThat(view).doesNotContain("s3cret");
    // What is printed can be a file again.
    Path again = Files.writeString(folder.resolve("again.yaml"), view);
    environment.clear();
    assertThat(config("get", "since", "--config", again.toString()).out()).isEqualTo("\n");
    assertThat(config("get", "server", "--config", again.toString()).out()).isEqualTo("b:1\n");
  }

  @Test
  void whatNoCommandTakesIsRefusedBeforeItIsWritten() {
    Captured unknown = config("set", "serve", "a:1");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("serve: unknown (did you mean \"server\"?)");
    assertThat(config("set", "timeout", "soon").err()).contains("timeout: ", "soon");
    assertThat(config("set", "server", "relay").err()).contains("host:port");
    assertThat(config("set", "tls", "perhaps").code()).isEqualTo(1);
    assertThat(config("get", "pod").err()).contains("pod: unknown");
    assertThat(userFile()).doesNotExist();
  }

  @Test
  void severalValuesAreAList() throws Exception {
    config("set", "tls-ca-cert-files", "a.pem", "b.pem");
    assertThat(Files.readString(userFile()))
        .isEqualTo("tls-ca-cert-files:\n  - a.pem\n  - b.pem\n");
    assertThat(config("get", "tls-ca-cert-files").out()).isEqualTo("a.pem\nb.pem\n");
    assertThat(config("view").out())
        .contains("tls-ca-cert-files: [a.pem, b.pem]  # " + userFile() + " line 1");
  }

  /** Anybody calls a file config.yaml. */
  @Test
  void anotherProgramsFileIsNotWritten() throws Exception {
    Path work = folder.resolve("work/config.yaml");
    Files.createDirectories(work.resolveSibling(""));
    Files.writeString(work, "title: A blog\n");
    Captured refused = config("set", "server", "a:1");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("another program's", "--config FILE");
    assertThat(Files.readString(work)).isEqualTo("title: A blog\n");
    Files.writeString(work, "title: A blog\nserver: b:1\n");
    assertThat(config("set", "server", "a:1").code()).isZero();
    assertThat(Files.readString(work)).isEqualTo("title: A blog\nserver: a:1\n");
  }

  @Test
  void withoutAVerbItSaysWhatThereIs() {
    Captured result = config();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("get, set, reset or view");
    assertThat(config("--help").out()).contains("Examples:", "weir config set server");
  }
}
