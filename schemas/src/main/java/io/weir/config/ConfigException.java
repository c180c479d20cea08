package io.weir.config;

import java.util.List;

/**
 * A configuration that cannot be used. The message lists all problems, one a line, in the order of
 * the file:
 *
 * <pre>
 * relay.yaml cannot be used, 2 problems:
 *   line 7   ingest.queue-size-max: 0 (expected: >= 1 flow)
 *   line 12  ingest.drain-timout: unknown key (did you mean "drain-timeout"?)
 * </pre>
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(String file, List<Problem> problems) {
    super(text(file, problems));
    this.problems = List.copyOf(problems);
  }

  /** At least one, lines first, then variables. */
  public List<Problem> problems() {
    return problems;
  }

  private static String text(String file, List<Problem> problems) {
    int width = problems.stream().mapToInt(problem -> problem.place().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(file).append(" cannot be used, ");
    text.append(problems.size()).append(problems.size() == 1 ? " problem:" : " problems:");
    for (Problem problem : problems) {
      String place = problem.place();
      text.append("\n  ").append(place).append(" ".repeat(width - place.length() + 2));
      text.append(problem);
    }
    return text.toString();
  }
}
