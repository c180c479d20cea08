package io.weir.cli.slo;

import io.weir.alerting.openslo.Finding;
import io.weir.alerting.openslo.Finding.Severity;
import io.weir.alerting.rules.PrometheusRules;
import io.weir.alerting.rules.RuleNames;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes Prometheus rules of OpenSLO documents. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = {
      "Writes Prometheus recording and alerting rules of OpenSLO documents to the standard output,",
      "over weir_slo_events_total. What Prometheus cannot say is named on the standard error.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./weir slo rules config/slo > rules.yaml",
      "  ./weir slo rules --names sloth slo/checkout.yaml"
    })
public final class RulesCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "As of weir slo lint.")
  private List<String> paths = List.of();

  @Option(
      names = "--names",
      paramLabel = "WHOSE",
      defaultValue = "weir",
      description = "Names of series: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Names names = Names.weir;

  /** As typed. */
  enum Names {
    weir,
    sloth,
    pyrra
  }

  @Override
  public Integer call() {
    SloDocuments read = SloDocuments.read(paths, System.in);
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    List<Finding> errors =
        read.compiled().findings().stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .toList();
    if (!errors.isEmpty()) {
      errors.forEach(err::println);
      err.flush();
      return 1;
    }
    PrometheusRules rules =
        PrometheusRules.of(
            read.compiled().slos(),
            RuleNames.valueOf(names.name().toUpperCase(java.util.Locale.ROOT)));
    rules.leftOut().forEach(left -> err.println("left out: " + left));
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.print(rules.toYaml());
    out.flush();
    return 0;
  }
}
