package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.config.ShopConfig.Alarm;
import io.weir.config.ShopConfig.Colour;
import io.weir.config.ShopConfig.Door;
import io.weir.config.ShopConfig.Shelf;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static ShopConfig read(String yaml, Map<String, String> environment)
      throws ConfigException {
    return ConfigReader.read(ShopConfig.class, ShopConfig.DEFAULT, "shop.yaml", yaml, environment);
  }

  private static String refused(String yaml, Map<String, String> environment) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(yaml, environment));
    assertThat(e).as("refused").isNotNull();
    return e.getMessage();
  }

  private static String refused(String yaml) {
    return refused(yaml, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n", "door:\n", "door: {}\n"})
  void whatTheFileLeavesOutKeepsItsDefault(String yaml) throws ConfigException {
    assertThat(read(yaml, Map.of())).isEqualTo(ShopConfig.DEFAULT);
  }

  /** A process that has a use for some sections only does not judge the others. */
  @Test
  void sectionsOfOthersArePassedOver() throws ConfigException {
    String yaml = "kitchen:\n  oven: [hot\n  ,hotter]\ndoor:\n  width-cm: 7\n";
    ShopConfig own =
        ConfigReader.readOwn(ShopConfig.class, ShopConfig.DEFAULT, "shop.yaml", yaml, Map.of());
    assertThat(own.door().widthCm()).isEqualTo(7);
    assertThat(refused(yaml)).contains("kitchen: unknown key");
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigReader.readOwn(
                    ShopConfig.class,
                    ShopConfig.DEFAULT,
                    "shop.yaml",
                    "kitchen:\ndoor:\n  widht-cm: 7\n",
                    Map.of()));
    assertThat(wrong).hasMessageContaining("line 3").hasMessageContaining("width-cm");
  }

  /** Kubernetes manifests spell their keys so, and people paste from them. */
  @Test
  void aKeyMayBeSpelledAsTheComponentIs() throws ConfigException {
    assertThat(read("door:\n  widthCm: 7\n", Map.of()).door().widthCm()).isEqualTo(7);
    assertThat(refused("door:\n  widthCm: 7\n  width-cm: 8\n")).contains("given twice");
  }

  @Test
  void everyKindOfValueIsRead() throws ConfigException {
    ShopConfig config =
        read(
            """
            door:
              width-cm: 1_200
              wait-timeout: 1m30s
              mat-bytes: 64MiB
              colour: dark-red
            owner: "Ann: \\"the boss\\""
            discount: 0.25
            open: false
            ledger: /var/lib/shop
            website: https://shop.example/a?b
            tags: [x, 7, true]
            shelves:
              - name: top
                weight: 5
              - {name: low, weight: 6}
            rooms:
              big.room: {name: r, weight: 1}
            prices: {apple: 3}
            alarm:
              code: "1234"
              rings: [1, 2]
            lunch: 1h
            """,
            Map.of());

    assertThat(config)
        .isEqualTo(
            new ShopConfig(
                new Door(1200, Duration.ofSeconds(90), 64 << 20, Colour.DARK_RED),
                "Ann: \"the boss\"",
                0.25,
                false,
                Path.of("/var/lib/shop"),
                URI.create("https://shop.example/a?b"),
                List.of("x", "7", "true"),
                List.of(new Shelf("top", 5), new Shelf("low", 6)),
                Map.of("big.room", new Shelf("r", 1)),
                Map.of("apple", 3),
                Optional.of(new Alarm("1234", List.of(1, 2))),
                Optional.of(Duration.ofHours(1))));
  }

  @Test
  void allProblemsAreToldAtOnceInTheOrderOfTheFile() {
    assertThat(
            refused(
                """
                door:
                  width-cm: 0
                  wait-timout: 5s
                  mat-bytes: lots
                owner: me
                discount: half
                shelves:
                  - name: top
                alarm:
                  code: abc
                zebra: 1
                owner: you
                """,
                Map.of("WEIR_OPEN", "maybe")))
        .isEqualTo(
            """
            shop.yaml cannot be used, 9 problems:
              line 2     door.width-cm: 0 (expected: >= 1 cm)
              line 3     door.wait-timout: unknown key (did you mean "wait-timeout"?)
              line 4     door.mat-bytes: lots (expected: a size, for example 1048576, 10MB or 64MiB)
              line 6     discount: half (expected: a number)
              line 8     shelves[0].weight: missing (expected: a whole number)
              line 10    alarm.code: *** (expected: four digits)
              line 11    zebra: unknown key (expected: one of door, owner, discount, open, ledger,\
             website, tags, shelves, rooms, prices, alarm, lunch)
              line 12    owner: given twice (expected: once)
              WEIR_OPEN  open: maybe (expected: true or false)""");
  }

  @Test
  void oneProblemIsOneProblem() {
    assertThat(refused("open: yes\n"))
        .isEqualTo(
            "shop.yaml cannot be used, 1 problem:\n  line 1  open: yes (expected: true or false)");
  }

  @Test
  void aRuleOfTheWholeSectionStandsAtTheSection() {
    assertThat(refused("owner: me\ndoor:\n  wait-timeout: 3h\n"))
        .contains("line 2  door: a blue door never waits long (expected: another one)");
  }

  @Test
  void aRuleAboutAKeyThatTheVariableSetNamesTheVariable() {
    assertThat(refused("door:\n  width-cm: 7\n", Map.of("WEIR_DOOR_WIDTH_CM", "-3")))
        .contains("  WEIR_DOOR_WIDTH_CM  door.width-cm: -3 (expected: >= 1 cm)");
  }

  @Test
  void aRenamedKeySaysItsNewName() {
    assertThat(refused("door:\n  patience: 3s\n"))
        .contains("line 2  door.patience: renamed (write \"wait-timeout\")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "door: 5|door: 5 (expected: a section with the keys width-cm, wait-timeout,",
        "door: [1]|door: a list (expected: a section",
        "owner: [1]|owner: a list (expected: a text)",
        "owner:|owner: nothing (expected: a text)",
        "owner: {a: 1}|owner: a section (expected: a text)",
        "tags: x|tags: x (expected: a list, each a text)",
        "prices: 3|prices: 3 (expected: a section of names)",
        "prices: {a: b}|prices.a: b (expected: a whole number of at most 2147483647)",
        "door: {colour: green}|door.colour: green (expected: one of dark-red, blue)",
        "door: {width-cm: 99999999999}|door.width-cm: 99999999999 (expected: a whole number of",
        "lunch: 30|lunch: 30 (expected: a duration, for example 500ms, 10s, 5m, 1h or 7d)",
        "lunch: 1h and more|lunch: 1h and more (expected: a duration",
        "website: 'a b'|website: a b (expected: a URI)",
        "ledger: ''|ledger: \"\" (expected: a path)",
        "'just text'|not a mapping (expected: keys and values",
        "[1]|not a mapping (expected: keys and values",
        "{[a]: b}|a key that is not text",
        "alarm: {rings: [1, x]}|alarm.rings[1]: x (expected: a whole number",
        "alarm: {code: [1]}|alarm.code: a list (expected: a text)",
        "shelves: {a: 1}|shelves: a section (expected: a list, each a section with the keys name",
      })
  void whatIsNoValueOfItsKindIsRefused(String yaml, String message) {
    assertThat(refused(yaml)).contains("line 1  " + message);
  }

  @Test
  void textThatIsNotYamlSaysWhere() {
    assertThat(refused("door:\n  width-cm: [1\nowner: me\n"))
        .startsWith("shop.yaml cannot be used, 1 problem:\n  line 3  not YAML: ");
    assertThat(refused("a: 1\n---\nb: 2\n")).contains("not YAML: ");
  }

  @Test
  void anAliasThatContainsItselfEndsInAProblem() {
    assertThat(refused("prices: &p {a: *p}\n")).contains("line 1  ").contains("expected: ");
  }

  @Test
  void variablesOverrideTheFile() throws ConfigException {
    ShopConfig config =
        read(
            "door:\n  width-cm: 1\nowner: me\n",
            Map.of(
                "WEIR_DOOR_WIDTH_CM", "80",
                "WEIR_DOOR_COLOUR", "DARK_RED",
                "WEIR_TAGS", "x, y",
                "WEIR_ALARM_CODE", "4321",
                "WEIR_OWNER", "",
                "PATH", "/bin"));

    assertThat(config.door().widthCm()).isEqualTo(80);
    assertThat(config.door().colour()).isEqualTo(Colour.DARK_RED);
    assertThat(config.tags()).containsExactly("x", "y");
    assertThat(config.alarm()).contains(new Alarm("4321", List.of(1)));
    assertThat(config.owner()).as("an empty variable is not set").isEqualTo("me");
  }

  @Test
  void variablesThatAreNearlyRightAreProblems() {
    assertThat(refused("", Map.of("WEIR_DOOR_WITDH_CM", "80")))
        .contains("  WEIR_DOOR_WITDH_CM  unknown variable (did you mean \"WEIR_DOOR_WIDTH_CM\"?)");
  }

  @Test
  void variablesOfOthersAreLeftAlone() {
    Assertions.assertThatNoException()
        .isThrownBy(
            () ->
                read(
                    "",
                    Map.of(
                        "WEIR_HOME", "/opt/weir",
                        "WEIR_OWNER_PORT", "tcp://10.0.0.1:4245",
                        "WEIR_OPEN_SERVICE_HOST", "10.0.0.1",
                        "WEIR_OPEN_PORT_80_TCP_ADDR", "10.0.0.1",
                        "WEIRD", "x")));
  }

  /** One letter beside WEIR_CLIP_AS, and yet a flag of a client command. */
  @Test
  void variablesOfClientCommandsAreNoMisspeltKeys() throws ConfigException {
    record Clip(String as) {}
    record Office(Clip clip) {}
    Office office = new Office(new Clip("pdf"));

    assertThat(
            ConfigReader.read(
                Office.class, office, "office.yaml", "", Map.of("WEIR_CLI_AS", "json")))
        .isEqualTo(office);
  }

  @Test
  void aSectionThatIsNoSectionIsToldOnceEvenIfAVariableGoesInside() {
    assertThat(refused("door: 5\n", Map.of("WEIR_DOOR_WIDTH_CM", "80")))
        .startsWith("shop.yaml cannot be used, 1 problem:\n  line 1  door: 5 ");
  }

  @Test
  void secretsAreNotTold() {
    assertThat(refused("alarm:\n  code: s3\n")).doesNotContain("s3").contains("***");
    assertThat(refused("", Map.of("WEIR_ALARM_CODE", "s3"))).doesNotContain("s3").contains("***");
  }

  @Test
  void whatIsPrintedReadsBackAndShowsWhatIsNotDefault() throws ConfigException {
    ShopConfig config =
        read(
            """
            door: {width-cm: 70, wait-timeout: 1m30s, mat-bytes: 2048, colour: dark-red}
            owner: "null"
            tags: [x, "a: b", "#", "-", "tab\\t\\"q\\" \\\\", "", "ü🙂", "a:"]
            shelves: [{name: top, weight: 5}, {name: low, weight: 6}]
            rooms: {"big: room": {name: r, weight: 1}}
            prices: {apple: 3}
            lunch: 45m
            """,
            Map.of());
    String printed = ConfigPrinter.print(config, ShopConfig.DEFAULT);

    assertThat(read(printed, Map.of())).isEqualTo(config);
    assertThat(printed)
        .startsWith(
            """
            door:
              width-cm: 70  # default: 90
              wait-timeout: 90s  # default: 10s
              mat-bytes: 2KiB  # default: 1MiB
              colour: dark-red  # default: blue
            owner: "null"  # default: nobody
            discount: 0.5
            """)
        .contains("\n# alarm:\n");
  }

  @Test
  void printingShowsNoSecret() throws ConfigException {
    ShopConfig config = read("alarm: {code: s3cr3t}\n", Map.of());

    assertThat(ConfigPrinter.print(config, ShopConfig.DEFAULT))
        .contains("alarm:\n  code: \"***\"\n  rings: [1]\n")
        .doesNotContain("s3cr3t");
  }

  @Test
  void theProblemsAreThereAsValuesToo() {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> read("open: 1\n", Map.of()));

    assertThat(e.problems())
        .containsExactly(new Problem("line 1", "open", "1 (expected: true or false)"));
  }
}
