package io.weir.cli.completion;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir completion}: prints a script that teaches a shell the commands and flags. */
@Command(
    name = "completion",
    header = "Prints a script that completes weir's commands and flags.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir completion bash|zsh|fish|powershell",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(weir completion bash)                        for this shell",
      "  weir completion zsh >> ~/.zshrc                       for every zsh",
      "  weir completion fish > ~/.config/fish/completions/weir.fish",
      "  weir completion powershell | Out-String | Invoke-Expression",
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Supplier<CommandLine> root;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  Shell shell = Shell.bash;

  /** About all commands below this one. */
  public CompletionCommand(Supplier<CommandLine> root) {
    this.root = root;
  }

  /**
   * Prints the script.
   *
   * @return 0
   */
  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(shell.script(root.get()));
    out.flush();
    return 0;
  }
}
