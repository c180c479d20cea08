package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a silence or an acknowledgement. */
@Command(
    name = "end",
    description = {
      "Ends a silence or an acknowledgement now. Alerts that it kept quiet and that are still open",
      "are told then.",
      ""
    },
    footer = {"", "Example:", "  weir silence end 0d3b9a62-9c1e-4f8e-8f5c-5e4f0c1d2a3b"})
public final class SilenceEndCommand extends ChangeCommand {
  @Parameters(paramLabel = "ID", description = "As weir silence lists it.")
  private String id = "";

  @Override
  JsonNode change(ApiClient api) throws QuestionException, InterruptedException {
    return api.end(SilencesCommand.COLLECTION, id);
  }
}
