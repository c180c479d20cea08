package io.weir.cli.slo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.alerting.openslo.Finding;
import io.weir.alerting.openslo.Finding.Severity;
import io.weir.alerting.openslo.Lint;
import io.weir.alerting.slo.Slo;
import io.weir.cli.question.ApiServer;
import io.weir.cli.question.QuestionException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with OpenSLO documents, and what follows from them. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Checks OpenSLO v1 documents: every problem at once, with its place and what to do.",
      "Exit code 1 when there is an error; with --strict also when there is a warning.",
      "",
      "How often a rule would fire by chance depends on the traffic. A running Weir is asked for that",
      "of the last hour; --rate says it instead, --offline asks nobody: then documents alone decide.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./weir slo lint config/slo",
      "  ./weir slo lint --verbose slo/checkout.yaml",
      "  ./weir slo lint --verbose --rate 5 slo/checkout.yaml",
      "  ./weir slo lint --strict --offline slo",
      "  cat slo.yaml | ./weir slo lint -"
    })
public final class LintCommand implements Callable<Integer> {
  /** How to print. */
  enum Output {
    text,
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, directories of .yaml, .yml and .json files, or - for standard input.")
  private List<String> paths = List.of();

  @Option(names = "--strict", description = "Warnings are errors.")
  private boolean strict;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also what follows from each rule: how soon it fires, and from how few events.")
  private boolean verbose;

  @Option(
      names = "--rate",
      paramLabel = "EVENTS",
      description = "Events a second of every objective, whatever was counted.")
  private @Nullable Double rate;

  @Option(names = "--offline", description = "Asks no server for the present traffic.")
  private boolean offline;

  @Mixin private final ApiServer server = new ApiServer();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  private final InstantSource clock;

  /** By the system's clock. */
  public LintCommand() {
    this(InstantSource.system());
  }

  LintCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    SloDocuments read = SloDocuments.read(paths, System.in);
    List<Finding> findings =
        Lint.of(read.documents(), read.compiled(), traffic(read.compiled().slos()));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    long errors = count(findings, Severity.ERROR);
    long warnings = count(findings, Severity.WARNING);
    if (output == Output.json) {
      out.println(json(findings));
    } else {
      findings.stream()
          .filter(finding -> verbose || finding.severity() != Severity.INFO)
          .forEach(out::println);
      out.printf(
          "%d objectives in %d objects, %d errors, %d warnings.%n",
          read.compiled().slos().size(), read.documents().objects().size(), errors, warnings);
    }
    out.flush();
    return errors > 0 || (strict && warnings > 0) ? 1 : 0;
  }

  private Lint.Traffic traffic(List<Slo> slos) throws InterruptedException {
    if (rate != null) {
      double given = rate;
      return slo -> OptionalDouble.of(given);
    }
    if (offline || slos.isEmpty()) {
      return Lint.Traffic.UNKNOWN;
    }
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    try {
      PresentTraffic present = PresentTraffic.read(server.client(), slos, clock.instant());
      present.note().ifPresent(err::println);
      return present;
    } catch (QuestionException e) {
      err.println("How often rules would fire by chance is not known: " + e.getMessage());
      err.println(
          "Documents are checked all the same; --rate says the traffic, --offline asks nobody.");
      return Lint.Traffic.UNKNOWN;
    } finally {
      err.flush();
    }
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String json(List<Finding> findings) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    for (Finding finding : findings) {
      all.addObject()
          .put("severity", finding.severity().word())
          .put("file", finding.place().file())
          .put("line", finding.place().line())
          .put("column", finding.place().column())
          .put("path", finding.place().path())
          .put("message", finding.message())
          .put("suggestion", finding.suggestion());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }
}
