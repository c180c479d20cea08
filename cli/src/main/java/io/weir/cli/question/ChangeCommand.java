package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Has the server keep something, and prints it as it was kept.
 *
 * <p>Exit codes: 0 done, 1 not done, 2 the command is wrong.
 */
@Command(mixinStandardHelpOptions = true)
abstract class ChangeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ApiServer server = new ApiServer();

  /** Asks for the change. */
  abstract JsonNode change(ApiClient api) throws QuestionException, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    try {
      JsonNode kept = change(server.client());
      PrintWriter out = command.commandLine().getOut();
      SilencesCommand.table().render(List.of(kept)).forEach(out::println);
      out.flush();
      return 0;
    } catch (QuestionException e) {
      PrintWriter err = command.commandLine().getErr();
      err.println(e.getMessage());
      err.flush();
      return e.exitCode();
    }
  }
}
