package io.weir.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** docker-compose.yml, the Dockerfile and the configuration agree, without a Docker engine. */
class ComposeFileTest {
  private static final Path TOP = Path.of("..");

  private final Map<String, Map<String, Object>> services = services();

  @Test
  void everyRoleButTheBrokerRunsSomewhereAndTheRolesOfTheArchiveShareAProcess() {
    Set<String> running = new TreeSet<>();
    for (String service : weirServices()) {
      List<String> roles = Arrays.asList(command(service).get(0).split(","));
      assertThat(RolesCommand.NAMES).containsAll(roles);
      assertThat(running).doesNotContainAnyElementsOf(roles);
      assertThat(roles.contains("archiver")).isEqualTo(roles.contains("dashboards"));
      running.addAll(roles);
    }
    Set<String> expected = new TreeSet<>(RolesCommand.NAMES);
    // Kafka's own image takes its place.
    expected.remove("broker");
    assertThat(running).isEqualTo(expected);
  }

  @Test
  void configurationInTheImageIsTheOneThatTheCommandsName() throws IOException {
    String dockerfile = Files.readString(TOP.resolve("Dockerfile"));
    for (String service : weirServices()) {
      List<String> command = command(service);
      assertThat(command).contains("--config");
      String path = command.get(command.indexOf("--config") + 1);
      assertThat(dockerfile).contains("COPY config/cluster.yaml " + path);
    }
    assertThat(dockerfile).contains("io.weir.cli.Main");
  }

  @Test
  void environmentIsUnderstoodAndAddressesMeetListeners() throws Exception {
    for (String service : weirServices()) {
      WeirConfig config =
          ConfigFiles.read(Optional.of(TOP.resolve("config/cluster.yaml")), environment(service));
      assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
      assertThat(kafkaListeners()).contains("PLAINTEXT://kafka:9092");
      assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/weir"));
      List<String> ports = strings(services.get(service).get("ports"));
      if (command(service).get(0).contains("relay")) {
        assertThat(ports)
            .containsExactlyInAnyOrder(
                published(config.relay().port()),
                published(config.dashboards().port()),
                published(config.metrics().port()));
        assertThat(config.relay().host()).isEqualTo("0.0.0.0");
      }
      if (command(service).get(0).equals("collector")) {
        // It shares the host's network, where the relay's port is published.
        assertThat(config.collector().export().relay())
            .isEqualTo("127.0.0.1:" + config.relay().port());
      }
    }
  }

  private static String published(int port) {
    return "127.0.0.1:" + port + ":" + port;
  }

  private String kafkaListeners() {
    return String.valueOf(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"));
  }

  private List<String> weirServices() {
    return services.keySet().stream().filter(name -> !name.equals("kafka")).toList();
  }

  private List<String> command(String service) {
    return strings(services.get(service).get("command"));
  }

  private Map<String, String> environment(String service) {
    Map<String, String> environment = new HashMap<>();
    if (services.get(service).get("environment") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> environment.put(key.toString(), value.toString()));
    }
    return environment;
  }

  private static List<String> strings(Object list) {
    return list instanceof List<?> items
        ? items.stream().map(Object::toString).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // the shape of a compose file; anything else fails the test
  private static Map<String, Map<String, Object>> services() {
    try {
      Map<String, Object> file =
          new Yaml().load(Files.readString(TOP.resolve("docker-compose.yml")));
      return (Map<String, Map<String, Object>>) file.get("services");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
