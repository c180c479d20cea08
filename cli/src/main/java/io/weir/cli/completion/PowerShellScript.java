package io.weir.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script for PowerShell: a table of what may follow each command, another of what may follow a
 * flag, and a block that looks both up.
 */
final class PowerShellScript {
  private static final String BLOCK =
      """
      Register-ArgumentCompleter -Native -CommandName %s -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
      %s    $path = ''
          $previous = ''
          foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
              $word = $element.ToString()
              if ($element.Extent.EndOffset -ge $cursorPosition -and $word -eq $wordToComplete) { break }
              $longer = "$path $word".Trim()
              if ($words.ContainsKey($longer)) { $path = $longer }
              $previous = $word
          }
          $candidates = $values["$path $previous".Trim()]
          if (-not $candidates) { $candidates = $words[$path] }
          $candidates | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
              [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
      }
      """;

  private PowerShellScript() {}

  static String of(Word root) {
    List<String> words = new ArrayList<>();
    List<String> values = new ArrayList<>();
    collect("", root, words, values);
    return "# PowerShell completion of "
        + root.name()
        + "\n"
        + BLOCK.formatted(quoted(root.name()), table("words", words) + table("values", values));
  }

  private static void collect(String path, Word word, List<String> words, List<String> values) {
    List<String> following =
        Stream.of(
                word.children().stream().map(Word::name),
                word.values().stream(),
                word.flags().stream().flatMap(flag -> flag.names().stream()))
            .flatMap(stream -> stream)
            .toList();
    words.add(entry(path, following));
    for (Word.Flag flag : word.flags()) {
      if (!flag.values().isEmpty()) {
        flag.names().forEach(name -> values.add(entry((path + " " + name).strip(), flag.values())));
      }
    }
    word.children()
        .forEach(child -> collect((path + " " + child.name()).strip(), child, words, values));
  }

  private static String table(String name, List<String> entries) {
    return "    $"
        + name
        + " = @{\n"
        + entries.stream().map(entry -> "        " + entry + "\n").collect(Collectors.joining())
        + "    }\n";
  }

  private static String entry(String key, List<String> values) {
    return quoted(key)
        + " = @("
        + values.stream().map(PowerShellScript::quoted).collect(Collectors.joining(", "))
        + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
