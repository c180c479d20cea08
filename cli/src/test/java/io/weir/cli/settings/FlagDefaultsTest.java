package io.weir.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.connect.Captured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Flag, variable, file, default: in this order. */
class FlagDefaultsTest {
  /** One flag of each kind. */
  @Command(name = "ask", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 1)
  static final class Ask implements Runnable {
    enum Output {
      compact,
      json
    }

    @Option(names = "--server", defaultValue = "localhost:4245")
    String server = "";

    @Option(names = "--request-timeout", defaultValue = "PT12S")
    Duration timeout = Duration.ZERO;

    @Option(names = "--tls")
    boolean tls;

    @Option(
        names = "--ip-translation",
        negatable = true,
        defaultValue = "true",
        fallbackValue = "true")
    boolean names = true;

    @Option(names = "--tls-ca-cert-files", split = ",")
    List<Path> authorities = new ArrayList<>();

    @Option(names = "--allowlist")
    List<String> allowlist = new ArrayList<>();

    @Option(names = {"-o", "--output"})
    Output output = Output.compact;

    @Option(names = "--last")
    Optional<Long> last = Optional.empty();

    @Option(names = "--first")
    Optional<Long> first = Optional.empty();

    @Option(names = {"-f", "--follow"})
    boolean follow;

    @Option(names = "--config")
    Optional<Path> config = Optional.empty();

    @Override
    public void run() {}
  }

  @TempDir private Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Locations locations;
  private Ask ask;

  @BeforeEach
  void freshFolders() {
    locations =
        new Locations(folder.resolve("work"), folder.resolve("user"), folder.resolve("home"));
  }

  private Path file(Path path, String text) throws Exception {
    Files.createDirectories(path.resolveSibling(""));
    return Files.writeString(path, text);
  }

  private Path userFile(String text) throws Exception {
    return file(locations.preferred(), text);
  }

  /** Runs the command and keeps what its fields hold. */
  private Captured run(String... args) {
    ask = new Ask();
    return Captured.run(this::line, args);
  }

  private CommandLine line() {
    CommandLine line = new CommandLine(ask);
    FlagDefaults.addTo(line, new Variables(environment), locations);
    return line;
  }

  @Test
  void whatIsTypedWinsOverVariableOverFileOverDefault() throws Exception {
    assertThat(run().code()).isZero();
    assertThat(ask.server).isEqualTo("localhost:4245");
    userFile("server: file:1\n");
    run();
    assertThat(ask.server).isEqualTo("file:1");
    environment.put("HUBBLE_SERVER", "variable:1");
    run();
    assertThat(ask.server).isEqualTo("variable:1");
    run("--server", "typed:1");
    assertThat(ask.server).isEqualTo("typed:1");
  }

  @Test
  void weirsOwnVariablesStandAboveHubbles() {
    environment.put("HUBBLE_SERVER", "a:1");
    environment.put("WEIR_SERVER", "b:1");
    run();
    assertThat(ask.server).isEqualTo("b:1");
    environment.put("WEIR_CLI_SERVER", "c:1");
    environment.put("WEIR_CLI_REQUEST_TIMEOUT", "PT1S");
    run();
    assertThat(ask.server).isEqualTo("c:1");
    assertThat(ask.timeout).isEqualTo(Duration.ofSeconds(1));
    environment.put("WEIR_CLI_SERVER", ""); // as good as not set
    run();
    assertThat(ask.server).isEqualTo("b:1");
  }

  @Test
  void flagsWithoutValuesTakeTheWordsOfGo() throws Exception {
    userFile("tls: 1\nip-translation: F\nfollow: true\n");
    run();
    assertThat(ask.tls).isTrue();
    assertThat(ask.names).isFalse();
    assertThat(ask.follow).isTrue();
    run("--tls=false", "--ip-translation");
    assertThat(ask.tls).isFalse();
    assertThat(ask.names).isTrue();
  }

  @Test
  void listsComeFromListsAndFromCommas() throws Exception {
    userFile("tls-ca-cert-files: [a.pem, b.pem]\nallowlist:\n  - '{\"a\":[1,2]}'\n  - '{}'\n");
    run();
    assertThat(ask.authorities).containsExactly(Path.of("a.pem"), Path.of("b.pem"));
    // JSON keeps its commas; the flag takes several objects in one value.
    assertThat(ask.allowlist).containsExactly("{\"a\":[1,2]} {}");
    environment.put("HUBBLE_TLS_CA_CERT_FILES", "c.pem,d.pem");
    run();
    assertThat(ask.authorities).containsExactly(Path.of("c.pem"), Path.of("d.pem"));
  }

  @Test
  void aValueThatCannotBeUsedNamesItsPlace() throws Exception {
    Path file = userFile("# mine\nrequest-timeout: soon\n");
    Captured result = run();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith(file + " line 2: request-timeout: ").contains("soon");
    environment.put("HUBBLE_REQUEST_TIMEOUT", "later");
    assertThat(run().err()).startsWith("HUBBLE_REQUEST_TIMEOUT: request-timeout: ");
    assertThat(run("--request-timeout=never").err()).startsWith("Invalid value for option");
    assertThat(run("--request-timeout=PT2S").code()).isZero();
  }

  @Test
  void filtersAreTypedAndNothingElse() throws Exception {
    userFile("namespace: shop\n");
    environment.put("HUBBLE_NAMESPACE", "shop");
    ask = new Ask();
    CommandSpec spec = CommandSpec.forAnnotatedObject(ask);
    OptionSpec filter = OptionSpec.builder("--namespace").type(String.class).build();
    CommandLine line = new CommandLine(spec.addOption(filter));
    FlagDefaults.addTo(line, new Variables(environment), locations);
    line.parseArgs();
    assertThat(filter.<String>getValue()).isNull();
  }

  /** Otherwise `last: 50` in a file would make --first an error. */
  @Test
  void whatIsTypedSilencesWhatItExcludes() throws Exception {
    userFile("last: 50\nfollow: true\n");
    run();
    assertThat(ask.last).hasValue(50L);
    run("--first", "3");
    assertThat(ask.first).hasValue(3L);
    assertThat(ask.last).isEmpty();
    assertThat(ask.follow).isFalse();
  }

  /** One key serves commands with different formats. */
  @Test
  void anOutputOfOtherCommandsIsNotTaken() throws Exception {
    userFile("output: wide\n");
    assertThat(run().code()).isZero();
    assertThat(ask.output).isEqualTo(Ask.Output.compact);
    userFile("output: json\n");
    run();
    assertThat(ask.output).isEqualTo(Ask.Output.json);
    userFile("output: colourful\n");
    assertThat(run().err()).contains("line 1: output: ");
  }

  @Test
  void theNamedFileIsReadInsteadOfTheOneThatIsFound() throws Exception {
    userFile("server: found:1\n");
    Path named = file(folder.resolve("named.yaml"), "server: named:1\n");
    run("--config", named.toString());
    assertThat(ask.server).isEqualTo("named:1");
    environment.put("HUBBLE_CONFIG", named.toString());
    run();
    assertThat(ask.server).isEqualTo("named:1");
    Captured missing = run("--config", folder.resolve("none.yaml").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .startsWith("Cannot read " + folder.resolve("none.yaml") + ": there is no such file.");
  }

  @Test
  void aFileThatIsNoYamlStopsTheCommandUnlessItMayBeAnotherPrograms() throws Exception {
    userFile("server: \"open\n");
    assertThat(run().err()).contains("config.yaml cannot be used");
    assertThat(run().code()).isEqualTo(1);
    file(folder.resolve("work/config.yaml"), "server: \"open\n");
    Captured warned = run();
    assertThat(warned.code()).isZero();
    assertThat(warned.err()).startsWith("warning: ").contains("It is left alone");
    assertThat(ask.server).isEqualTo("localhost:4245");
  }

  /** Help is what one reads to find out what is wrong. */
  @Test
  void helpIsShownWhateverTheFileSays() throws Exception {
    userFile("server: \"open\n");
    Captured help = run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("--server");
  }
}
