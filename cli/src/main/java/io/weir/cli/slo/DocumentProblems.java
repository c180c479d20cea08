package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.alerting.openslo.Finding;
import io.weir.alerting.openslo.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the server says about documents, as {@code weir slo lint} would. */
final class DocumentProblems {
  private DocumentProblems() {}

  /**
   * A line for each.
   *
   * @param answer a list of problems, or an error that has them
   * @param document that was sent
   * @param file where its text is
   */
  static List<String> lines(JsonNode answer, String document, String file) {
    List<String> lines = new ArrayList<>();
    JsonNode problems = answer.isArray() ? answer : answer.path("problems");
    for (JsonNode problem : problems) {
      String of = problem.path("document").asText();
      Place place =
          new Place(
              of.equals("api:" + document) ? file : of,
              problem.path("line").asInt(),
              problem.path("column").asInt(),
              problem.path("path").asText());
      lines.add(
          new Finding(
                  Finding.Severity.valueOf(
                      problem.path("severity").asText("error").toUpperCase(Locale.ROOT)),
                  place,
                  problem.path("message").asText(),
                  problem.path("suggestion").asText())
              .toString());
    }
    return lines;
  }
}
