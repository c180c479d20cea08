package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Keeps alerts quiet for a while. */
@Command(
    name = "add",
    description = {
      "Nobody is told of alerts that begin while the silence lasts and whose labels meet all",
      "matchers. Labels are alertname, slo, service, rule, severity and those of the document.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weir silence add slo=checkout-availability --for 2h --note \"moving the database\"",
      "  weir silence add service=~\"cart|catalog\" severity=ticket --for 1d --owner eva"
    })
public final class SilenceAddCommand extends ChangeCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "MATCHER",
      description = "label=value, label!=value, label=~regex or label!~regex.")
  private List<String> matchers = List.of();

  @Mixin private final SilenceTerms terms = new SilenceTerms();

  @Override
  JsonNode change(ApiClient api) throws QuestionException, InterruptedException {
    ObjectNode request = terms.request();
    ArrayNode all = request.putArray("matchers");
    matchers.forEach(all::add);
    return api.add(SilencesCommand.COLLECTION, request);
  }
}
