package io.weir.config;

import io.weir.config.Tree.Mapping;
import io.weir.config.Tree.Scalar;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Variables that override keys: {@code relay.ingest.listen-port} is {@code
 * WEIR_RELAY_INGEST_LISTEN_PORT}. A list of plain values is written {@code a,b,c}; lists of
 * sections and maps have no variable. An empty variable counts as not set.
 */
final class Environment {
  /** Flags of client commands: {@code WEIR_CLI_TLS}. No section may be called cli. */
  private static final String CLIENT_PREFIX = "WEIR_CLI_";

  /** What the launcher and the command line read themselves. */
  private static final Set<String> OTHERS =
      Set.of("WEIR_HOME", "WEIR_CONFIG", "WEIR_SERVER", "WEIR_JAVA", "WEIR_JAVA_OPTS", "WEIR_OPTS");

  /**
   * Kubernetes tells every pod about every service, {@code WEIR_RELAY_PORT=tcp://10.0.0.1:4245} for
   * one named weir-relay: nobody's wish.
   */
  private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

  private static final Pattern SERVICE_LINK_NAME =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private static final int TYPO_MAX = 2;

  private Environment() {}

  /** The tree with the values of all variables that name a key of {@code type}. */
  static Mapping override(
      Class<? extends Record> type,
      Mapping file,
      Map<String, String> environment,
      Problems problems) {
    Map<String, List<String>> known = variables(type);
    Mapping result = file;
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue();
      if (!name.startsWith("WEIR_")
          || name.startsWith(CLIENT_PREFIX)
          || value.isEmpty()
          || isServiceLink(name, value)) {
        continue;
      }
      Place place = Place.inVariable(name);
      if (known.containsKey(name)) {
        result = result.with(known.get(name), new Scalar(place, value));
      } else if (!OTHERS.contains(name)) {
        Spelling.nearest(name, known.keySet(), TYPO_MAX)
            .ifPresent(
                meant ->
                    problems.add(place, "", "unknown variable (did you mean \"" + meant + "\"?)"));
      }
    }
    return result;
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(value).matches() && name.endsWith("_PORT")
        || SERVICE_LINK_NAME.matcher(name).matches();
  }

  /** Every variable with the path of its key. */
  static Map<String, List<String>> variables(Class<? extends Record> type) {
    Map<String, List<String>> variables = new TreeMap<>();
    add(type, List.of(), variables);
    return variables;
  }

  private static void add(
      Class<? extends Record> type, List<String> prefix, Map<String, List<String>> variables) {
    for (RecordComponent component : type.getRecordComponents()) {
      List<String> path = new ArrayList<>(prefix);
      path.add(Spelling.kebab(component.getName()));
      add(Shape.of(component), List.copyOf(path), variables);
    }
  }

  private static void add(Shape shape, List<String> path, Map<String, List<String>> variables) {
    if (shape instanceof Shape.Section section) {
      add(section.type(), path, variables);
    } else if (shape instanceof Shape.Maybe maybe) {
      add(maybe.value(), path, variables);
    } else if (shape instanceof Shape.Scalar
        || (shape instanceof Shape.Items items && items.item() instanceof Shape.Scalar)) {
      String name = Spelling.variable(path);
      List<String> other = variables.put(name, path);
      if (other != null) {
        throw new IllegalArgumentException(name + ": both " + other + " and " + path);
      }
    }
  }
}
