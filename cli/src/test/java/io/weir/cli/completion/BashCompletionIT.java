package io.weir.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bash sources the script of the real commands and is asked what Tab would offer. */
class BashCompletionIT {
  /**
   * As bash does it: the words, which of them the cursor is in, and the function of the command.
   */
  private static final String TAB =
      """
      source "$1"
      shift
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      compopt() { :; } # works under a real Tab alone
      complete -p weir >/dev/null || exit 9
      function_name=$(complete -p weir | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      "$function_name"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private static Path folder;
  private static Path script;

  @BeforeAll
  static void printTheScript() throws Exception {
    PrintStream real = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      assertThat(Main.run("completion", "bash")).isZero();
    } finally {
      System.setOut(real);
    }
    script = Files.write(folder.resolve("weir.bash"), out.toByteArray());
  }

  private static List<String> tab(String... words) throws Exception {
    Path test = Files.writeString(folder.resolve("tab.bash"), TAB);
    List<String> command =
        new ArrayList<>(List.of("bash", "--norc", test.toString(), script.toString(), "weir"));
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    bash.getOutputStream().close();
    List<String> offered = new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).as("%s", offered).isZero();
    return offered;
  }

  @Test
  void commandsComeFirst() throws Exception {
    assertThat(tab("")).contains("observe", "status", "list", "edges", "up", "config", "version");
    assertThat(tab("")).doesNotContain("watch", "reflect", "warm-up");
    assertThat(tab("obs")).containsExactly("observe");
  }

  @Test
  void thenWhatBelongsToTheCommand() throws Exception {
    assertThat(tab("list", "")).contains("nodes", "namespaces");
    assertThat(tab("observe", "--tls-s")).containsExactly("--tls-server-name");
    assertThat(tab("observe", "--from-p")).contains("--from-pod", "--from-port");
    assertThat(tab("list", "nodes", "--out")).containsExactly("--output");
  }

  @Test
  void andTheValuesOfAFlagThatHasFew() throws Exception {
    assertThat(tab("list", "nodes", "-o", "")).contains("table", "wide", "json");
    assertThat(tab("status", "--output", "d")).containsExactly("dict");
    assertThat(tab("completion", "")).contains("bash", "zsh", "fish", "powershell");
  }
}
