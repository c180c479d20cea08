package io.weir.alerting.openslo;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Objects of OpenSLO read from files, and everything that is wrong with them. A file holds one
 * object, several with {@code ---} between them, or lists of them, as YAML or JSON. Immutable.
 *
 * <p>Limits, each told when it is met: {@value #BYTES_MAX} bytes of a file, {@value #ALIASES_MAX}
 * aliases in it, {@value #DEPTH_MAX} levels, {@value #OBJECTS_MAX} objects in all.
 */
public final class Documents {
  public static final int BYTES_MAX = 1 << 20;
  public static final int ALIASES_MAX = 50;
  public static final int DEPTH_MAX = 50;
  public static final int OBJECTS_MAX = 10_000;

  private final List<OpenSloObject> objects;
  private final Set<OpenSloObject> broken;
  private final List<Finding> findings;

  private Documents(
      List<OpenSloObject> objects, Set<OpenSloObject> broken, List<Finding> findings) {
    this.objects = List.copyOf(objects);
    this.broken = broken;
    this.findings = List.copyOf(findings);
  }

  /** Whether an object has errors of its own: it has a name, but must not be used. */
  boolean isBroken(OpenSloObject object) {
    return broken.contains(object);
  }

  /** Every object that has a name, in the order of the text. */
  public List<OpenSloObject> objects() {
    return objects;
  }

  /** In the order of the text. */
  public List<Finding> findings() {
    return findings;
  }

  /** Objects of a kind by name. */
  <T extends OpenSloObject> Map<String, T> byName(Class<T> kind) {
    Map<String, T> named = new TreeMap<>();
    objects.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .forEach(object -> named.putIfAbsent(object.metadata().name().value(), object));
    return named;
  }

  /** Reads files, and all {@code .yaml}, {@code .yml} and {@code .json} files of directories. */
  public static Documents ofPaths(List<Path> paths) {
    return ofPaths(paths, Map.of());
  }

  /**
   * The same, and after them texts by name, in their order: of two objects with one name the first
   * holds.
   */
  public static Documents ofPaths(List<Path> paths, Map<String, String> more) {
    Map<String, String> texts = new TreeMap<>();
    Findings findings = new Findings();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        directory(path, texts, findings);
      } else {
        file(path, texts, findings);
      }
    }
    Map<String, String> all = new LinkedHashMap<>(texts);
    more.forEach(all::putIfAbsent);
    return of(all, Map.of(), findings);
  }

  /** Reads one text. */
  public static Documents ofText(String name, String text) {
    return ofTexts(Map.of(name, text), Map.of());
  }

  /**
   * Reads texts by name, in their order.
   *
   * @param elsewhere objects that are known by name alone, and where: they can be referred to, and
   *     not be defined again
   */
  static Documents ofTexts(Map<String, String> texts, Map<ObjectName, Place> elsewhere) {
    return of(texts, elsewhere, new Findings());
  }

  private static void directory(Path path, Map<String, String> texts, Findings findings) {
    try (Stream<Path> files = Files.walk(path)) {
      files
          .filter(Files::isRegularFile)
          .filter(Documents::isDocument)
          .sorted(Comparator.naturalOrder())
          .forEach(file -> file(file, texts, findings));
    } catch (IOException | java.io.UncheckedIOException e) {
      findings.error(
          Place.file(path.toString()), "cannot be read: " + reason(e), "check its permissions");
    }
  }

  private static boolean isDocument(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private static void file(Path file, Map<String, String> texts, Findings findings) {
    Place place = Place.file(file.toString());
    try {
      long size = Files.size(file);
      if (size > BYTES_MAX) {
        findings.error(place, "has " + size + " bytes", "expected: at most " + BYTES_MAX);
        return;
      }
      texts.put(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      findings.error(place, "is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      findings.error(place, "cannot be read: " + reason(e), "check its name and permissions");
    }
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "no such file"
        : String.valueOf(e.getMessage());
  }

  private static Documents of(
      Map<String, String> texts, Map<ObjectName, Place> elsewhere, Findings findings) {
    List<OpenSloObject> objects = new ArrayList<>();
    Set<OpenSloObject> broken = Collections.newSetFromMap(new IdentityHashMap<>());
    texts.forEach((name, text) -> read(name, text, objects, broken, findings));
    SetChecks checks =
        new SetChecks(new Documents(objects, broken, List.of()), elsewhere, findings);
    broken.addAll(checks.duplicates());
    checks.check();
    return new Documents(objects, broken, findings.sorted());
  }

  private static void read(
      String name,
      String text,
      List<OpenSloObject> objects,
      Set<OpenSloObject> broken,
      Findings findings) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(BYTES_MAX);
    options.setMaxAliasesForCollections(ALIASES_MAX);
    options.setNestingDepthLimit(DEPTH_MAX);
    int before = objects.size();
    try {
      for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
        Function<Node, Boolean> take = one -> take(name, one, objects, broken, findings);
        List<Node> nodes =
            node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        for (Node one : nodes) {
          if (!take.apply(one)) {
            return;
          }
        }
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      findings.error(
          mark == null ? Place.file(name) : Place.of(name, mark, ""),
          "is no YAML: " + e.getProblem(),
          "the text before this place may be the reason: look at indentation and quotes");
    } catch (YAMLException e) {
      findings.error(Place.file(name), "cannot be read: " + e.getMessage(), "see its limits");
    }
    if (objects.size() == before && !findings.hasErrors()) {
      findings.warning(Place.file(name), "has no objects", "expected: apiVersion: openslo/v1");
    }
  }

  /** False when there are too many. */
  private static boolean take(
      String name,
      Node node,
      List<OpenSloObject> objects,
      Set<OpenSloObject> broken,
      Findings findings) {
    if (isEmpty(node)) {
      return true;
    }
    if (objects.size() >= OBJECTS_MAX) {
      findings.error(
          Place.of(name, node.getStartMark(), ""),
          "more than " + OBJECTS_MAX + " objects",
          "expected: at most " + OBJECTS_MAX + " in all files");
      return false;
    }
    long errors = findings.errors();
    Optional<? extends OpenSloObject> object =
        Fields.of(name, "", node, findings).flatMap(new ObjectReader(findings)::read);
    object.ifPresent(objects::add);
    if (findings.errors() > errors) {
      object.ifPresent(broken::add);
    }
    return true;
  }

  /** Nothing between two separators. */
  private static boolean isEmpty(Node node) {
    return node instanceof org.yaml.snakeyaml.nodes.ScalarNode scalar
        && org.yaml.snakeyaml.nodes.Tag.NULL.equals(scalar.getTag());
  }
}
