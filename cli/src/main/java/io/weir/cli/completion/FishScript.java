package io.weir.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A script of {@code complete} lines for fish, one for each command and flag. */
final class FishScript {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishScript(String program) {
    this.program = program;
  }

  static String of(Word root) {
    FishScript fish = new FishScript(root.name());
    fish.script.append("# fish completion of ").append(root.name()).append('\n');
    // Nothing takes file names unless it says so.
    fish.line("", "-f");
    root.children()
        .forEach(
            child ->
                fish.line(
                    "__fish_use_subcommand",
                    "-a " + quoted(child.name()) + about(child.summary())));
    root.children().forEach(child -> fish.command(List.of(child)));
    return fish.script.toString();
  }

  private void command(List<Word> path) {
    Word word = path.get(path.size() - 1);
    String here =
        path.stream()
            .map(step -> "__fish_seen_subcommand_from " + step.name())
            .collect(Collectors.joining("; and "));
    if (!word.children().isEmpty()) {
      String names = word.children().stream().map(Word::name).collect(Collectors.joining(" "));
      String open = here + "; and not __fish_seen_subcommand_from " + names;
      word.children()
          .forEach(child -> line(open, "-a " + quoted(child.name()) + about(child.summary())));
    }
    if (!word.values().isEmpty()) {
      line(here, "-a " + quoted(String.join(" ", word.values())));
    }
    word.flags().forEach(flag -> line(here, flag(flag)));
    for (Word child : word.children()) {
      List<Word> longer = new ArrayList<>(path);
      longer.add(child);
      command(longer);
    }
  }

  private static String flag(Word.Flag flag) {
    StringBuilder text = new StringBuilder();
    for (String name : flag.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (flag.takesValue()) {
      text.append(flag.file() ? " -r -F" : " -x");
      if (!flag.values().isEmpty()) {
        text.append(" -a ").append(quoted(String.join(" ", flag.values())));
      }
    }
    return text.append(about(flag.summary())).toString().strip();
  }

  private static String about(String summary) {
    return summary.isEmpty() ? "" : " -d " + quoted(summary);
  }

  private void line(String condition, String what) {
    script.append("complete -c ").append(program);
    if (!condition.isEmpty()) {
      script.append(" -n ").append(quoted(condition));
    }
    script.append(' ').append(what).append('\n');
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
