package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes on an incident. */
@Command(
    name = "ack",
    description = {
      "Says who takes an incident on, until when, and with what note: weir incidents and the text of",
      "its alert show it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weir ack 6f0c1a2b3c4d5e6f-1767614400",
      "  weir ack 6f0c1a2b3c4d5e6f-1767614400 --for 8h --owner eva --note \"rolling back\""
    })
public final class AckCommand extends ChangeCommand {
  @Parameters(paramLabel = "INCIDENT", description = "Its id, as weir incidents shows it.")
  private String incident = "";

  @Mixin private final SilenceTerms terms = new SilenceTerms();

  @Override
  JsonNode change(ApiClient api) throws QuestionException, InterruptedException {
    return api.add(SilencesCommand.COLLECTION, terms.request().put("incident", incident));
  }
}
