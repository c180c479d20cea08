package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.alerting.suggest.Observation;
import io.weir.alerting.suggest.Suggestions;
import io.weir.cli.question.ApiServer;
import io.weir.cli.question.QuestionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a first draft of OpenSLO documents from what was counted. */
@Command(
    name = "suggest",
    mixinStandardHelpOptions = true,
    description = {
      "Writes OpenSLO v1 documents for the services of the map: availability and latency of what",
      "speaks HTTP, the answers of what resolves names, else whether connections are established.",
      "A target is the largest of 95, 98, 99, 99.5, 99.9, 99.95 and 99.99 %% of whose error budget",
      "at most half would have been spent, and that the traffic can support. Comments say why.",
      "",
      "Left out, unless --namespace or --service names them: what is outside of the cluster (world,",
      "reserved), and the namespaces kube-*, *-system, openshift-*, cilium, linkerd, cert-manager,",
      "monitoring and weir; the answers of their resolvers are suggested all the same.",
      "",
      "Exit code 1 when there is nothing to suggest, 2 when the question is wrong.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weir slo suggest -o slo/suggested.yaml",
      "  weir slo suggest --namespace shop --since 28d",
      "  weir slo suggest --service shop/checkout --since 12h | weir slo lint --verbose -"
    })
public final class SuggestCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ApiServer server = new ApiServer();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "7d",
      description =
          "Start: an age (12h, 7d), a time (2026-01-31T10:00:00Z) or ms since the epoch (default:"
              + " ${DEFAULT-VALUE}). Whole weeks have every hour of the week.")
  private String since = "7d";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Only services of this namespace.")
  private @Nullable String namespace;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Only this service: NAME or NAMESPACE/NAME.")
  private @Nullable String service;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A new file for the documents (default: standard output).")
  private @Nullable Path output;

  @Override
  public Integer call() throws InterruptedException {
    try {
      JsonNode answer = server.client().ask("services", parameters());
      Optional<Observation> observation = CountedServices.of(answer);
      if (observation.isEmpty()) {
        return fail(1, nothing(answer.path("info")));
      }
      tellOfMore(answer);
      Suggestions suggestions =
          Suggestions.of(observation.get(), namespace != null || service != null);
      write(suggestions.toYaml());
      if (suggestions.size() == 0) {
        return fail(1, "Nothing to suggest; the comments say why.");
      }
      return 0;
    } catch (QuestionException e) {
      return fail(e.exitCode(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return fail(2, "--output: " + output + " (expected: a new file; " + reason(e) + ")");
    }
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("since", since);
    if (namespace != null) {
      parameters.put("namespace", namespace);
    }
    if (service != null) {
      parameters.put("service", service);
    }
    return parameters;
  }

  private String nothing(JsonNode info) {
    return "Nothing was counted since %s. %s"
        .formatted(
            since,
            info.has("dataFrom")
                ? "There is data from %s to %s; name a start with --since, or fewer conditions."
                    .formatted(info.path("dataFrom").asText(), info.path("dataTo").asText())
                : "There is no data yet.");
  }

  private void tellOfMore(JsonNode answer) {
    int all = answer.path("info").path("totalRows").asInt();
    int given = answer.path("rows").size();
    if (given < all) {
      tell(
          "Only the first %d of %d services are looked at. Ask by --namespace."
              .formatted(given, all));
    }
  }

  private void write(String yaml) throws IOException {
    if (output == null) {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.print(yaml);
      out.flush();
    } else {
      // What is there may have been edited since it was suggested.
      Files.writeString(output, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is there already";
    }
    return e instanceof NoSuchFileException
        ? "its directory is not there"
        : String.valueOf(e.getMessage());
  }

  private int fail(int exitCode, String message) {
    tell(message);
    return exitCode;
  }

  private void tell(String message) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println(message);
    err.flush();
  }
}
