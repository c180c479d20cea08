package io.weir.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts of a small program, as text. */
class ShellTest {
  private static String golden(String name) throws IOException {
    try (InputStream in = ShellTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"fish", "powershell"})
  void theScriptIsThatOfTheGoldenFile(Shell shell) throws IOException {
    assertThat(shell.script(Shop.commandLine())).isEqualTo(golden("shop." + shell));
  }

  @Test
  void zshTurnsItsOwnCompletionOnBeforeItTakesTheScriptOfBash() {
    String zsh = Shell.zsh.script(Shop.commandLine());
    assertThat(zsh).startsWith("autoload -Uz compinit bashcompinit\n");
    assertThat(zsh).endsWith(Shell.bash.script(Shop.commandLine()));
  }
}
