package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What all questions share: options, asking, printing. A question adds its name and its columns.
 *
 * <p>Exit codes: 0 answered, 1 no answer, 2 the question is wrong.
 */
abstract class QuestionCommand implements Callable<Integer> {
  /** How to print. */
  enum Output {
    table,
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ApiServer server = new ApiServer();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.table;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Start: an age (5m, 1h30m), a time (2026-01-31T10:00:00Z) or ms since the epoch"
              + " (default: 15m before --until).")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End, written as for --since (default: now).")
  private @Nullable String until;

  @Option(names = "--all", description = "Everything that is kept, replayed captures included.")
  private boolean all;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Only this namespace, on either side.")
  private @Nullable String namespace;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Only this workload, on either side: NAME, NAMESPACE/NAME, or world.")
  private @Nullable String service;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description = "Order of the rows; a wrong key lists the right ones.")
  private @Nullable String sort;

  @Option(names = "--limit", paramLabel = "ROWS", description = "Rows at most.")
  private @Nullable Integer limit;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  private boolean help;

  /** The question's name in the API. */
  abstract String question();

  /** How its answer prints. */
  abstract Report report();

  /** Parameters that only this question has. */
  void addTo(Map<String, String> parameters) {}

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    try {
      JsonNode answer = server.client().ask(question(), parameters());
      if (output == Output.json) {
        out.println(ApiClient.pretty(answer));
      } else {
        report().render(answer).forEach(out::println);
      }
      out.flush();
      return 0;
    } catch (QuestionException e) {
      PrintWriter err = command.commandLine().getErr();
      err.println(e.getMessage());
      err.flush();
      return e.exitCode();
    }
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "since", since);
    put(parameters, "until", until);
    if (all) {
      parameters.put("all", "true");
    }
    put(parameters, "namespace", namespace);
    put(parameters, "service", service);
    put(parameters, "sort", sort);
    put(parameters, "limit", limit);
    addTo(parameters);
    return parameters;
  }

  static void put(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }
}
