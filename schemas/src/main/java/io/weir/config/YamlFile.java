package io.weir.config;

import io.weir.config.Tree.Entry;
import io.weir.config.Tree.Mapping;
import io.weir.config.Tree.Nothing;
import io.weir.config.Tree.Scalar;
import io.weir.config.Tree.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML text as a {@link Tree} that knows its lines. Makes no objects of what the text names. */
final class YamlFile {
  /** An alias may point at what contains it. */
  private static final int DEPTH_MAX = 50;

  private static final Place START = Place.onLine(1);

  private final Problems problems;

  private YamlFile(Problems problems) {
    this.problems = problems;
  }

  /** An empty mapping when the text is empty or not YAML; the latter is a problem. */
  static Mapping read(String text, Problems problems) {
    YamlFile file = new YamlFile(problems);
    Tree root;
    try {
      LoaderOptions options = new LoaderOptions();
      Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      root = node == null ? new Nothing(START) : file.tree(node, 0);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(Place.onLine(line), "", "not YAML: " + e.getProblem());
      root = new Nothing(START);
    } catch (YAMLException e) {
      problems.add(START, "", "not YAML: " + e.getMessage());
      root = new Nothing(START);
    }
    if (root instanceof Mapping sections) {
      return sections;
    }
    if (!(root instanceof Nothing)) {
      problems.add(root.place(), "", "not a mapping (expected: keys and values, \"key: value\")");
    }
    return new Mapping(START, List.of());
  }

  private Tree tree(@Nullable Node node, int depth) {
    Place place = node == null ? START : Place.onLine(node.getStartMark().getLine() + 1);
    if (depth > DEPTH_MAX) {
      problems.add(place, "", "nested too deeply (expected: at most " + DEPTH_MAX + " levels)");
      return new Nothing(place);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, place, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Tree> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(tree(item, depth + 1)));
      return new Sequence(place, List.copyOf(items));
    }
    if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
      return new Scalar(place, scalar.getValue());
    }
    return new Nothing(place);
  }

  private Mapping mapping(MappingNode mapping, Place place, int depth) {
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place line = Place.onLine(tuple.getKeyNode().getStartMark().getLine() + 1);
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        entries.add(new Entry(key.getValue(), line, tree(tuple.getValueNode(), depth + 1)));
      } else {
        problems.add(line, "", "a key that is not text (expected: \"key: value\")");
      }
    }
    return new Mapping(place, List.copyOf(entries));
  }
}
