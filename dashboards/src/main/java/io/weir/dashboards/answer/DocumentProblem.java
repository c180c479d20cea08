package io.weir.dashboards.answer;

/**
 * Something about a document that its author should know.
 *
 * @param document {@code api:NAME}
 * @param severity {@code error} or {@code warning}
 * @param line from 1
 * @param column from 1
 * @param path {@code spec.objectives[0].target}; empty for a whole document
 * @param message what is wrong
 * @param suggestion what to do; may be empty
 */
public record DocumentProblem(
    String document,
    String severity,
    int line,
    int column,
    String path,
    String message,
    String suggestion) {
  boolean isError() {
    return severity.equals("error");
  }
}
