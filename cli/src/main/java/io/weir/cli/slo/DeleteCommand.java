package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.question.ApiServer;
import io.weir.cli.question.QuestionException;
import io.weir.cli.question.SloDocumentsCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a document of the API back. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Takes an OpenSLO document back that was applied. Its objectives are evaluated no more, and what",
      "was counted for them is forgotten. Refused while other documents of the API refer to it. What a",
      "file defines goes with the file.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weir slo documents",
      "  weir slo delete checkout",
      "",
      "To take one object of several back: weir slo apply --prune, without it."
    })
public final class DeleteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ApiServer server = new ApiServer();

  @Parameters(paramLabel = "NAME", description = "As weir slo documents lists it.")
  private String name = "";

  @Override
  public Integer call() throws InterruptedException {
    try {
      JsonNode gone = server.client().end(SloDocumentsCommand.COLLECTION, name);
      List<String> objects = new ArrayList<>();
      gone.path("document").path("objects").forEach(object -> objects.add(object.asText()));
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println(name + ": deleted " + String.join(", ", objects));
      out.flush();
      return 0;
    } catch (QuestionException e) {
      PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
      DocumentProblems.lines(e.answer(), name, name).forEach(err::println);
      err.println(e.getMessage());
      err.flush();
      return e.exitCode();
    }
  }
}
