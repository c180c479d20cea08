package io.weir.cli.completion;

import picocli.AutoComplete;
import picocli.CommandLine;

/** A shell, and how it is taught. */
enum Shell {
  bash {
    @Override
    String script(CommandLine root) {
      return AutoComplete.bash(root.getCommandName(), root);
    }
  },
  /** Picocli's script knows zsh, once zsh's own completion and its emulation of bash's are on. */
  zsh {
    @Override
    String script(CommandLine root) {
      return """
          autoload -Uz compinit bashcompinit
          (( $+functions[compdef] )) || compinit
          bashcompinit
          """
          + bash.script(root);
    }
  },
  fish {
    @Override
    String script(CommandLine root) {
      return FishScript.of(Word.of(root));
    }
  },
  powershell {
    @Override
    String script(CommandLine root) {
      return PowerShellScript.of(Word.of(root));
    }
  };

  /** The script for all commands below {@code root}. */
  abstract String script(CommandLine root);
}
