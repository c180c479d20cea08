package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--for",
      paramLabel = "LENGTH",
      defaultValue = "1h",
      description = "How long: 30m, 2h, 1d (default: ${DEFAULT-VALUE}).")
  private String length = "1h";

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who is responsible (default: ${DEFAULT-VALUE}).")
  private String owner = "";

  @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why.")
  private String note = "";

  @Override
  JsonNode change(ApiClient api) throws QuestionException, InterruptedException {
    ObjectNode request = request(owner, note, length);
    ArrayNode all = request.putArray("matchers");
    matchers.forEach(all::add);
    return api.add(SilencesCommand.COLLECTION, request);
  }
}
