package io.weir.cli.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a client command. A flag {@code --tls-server-name} is {@code
 * WEIR_CLI_TLS_SERVER_NAME}, else {@code HUBBLE_TLS_SERVER_NAME}. Plain {@code WEIR_…} belongs to
 * the configuration of roles, where {@code WEIR_RELAY_PORT} means something else; the one exception
 * is {@code WEIR_SERVER}. An empty variable counts as not set.
 *
 * @param values all variables by name
 */
record Variables(Map<String, String> values) {
  private static final String SERVER = "server";

  Variables {
    values = Map.copyOf(values);
  }

  /** The variables of a flag, the one that wins first. */
  static List<String> names(String flag) {
    String name = flag.replace('-', '_').toUpperCase(Locale.ROOT);
    return flag.equals(SERVER)
        ? List.of("WEIR_CLI_SERVER", "WEIR_SERVER", "HUBBLE_SERVER")
        : List.of("WEIR_CLI_" + name, "HUBBLE_" + name);
  }

  Optional<Setting> find(String flag) {
    return names(flag).stream()
        .filter(name -> !text(name).isEmpty())
        .findFirst()
        .map(name -> new Setting(List.of(text(name)), name));
  }

  /** The variable's text, empty if there is none. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }
}
