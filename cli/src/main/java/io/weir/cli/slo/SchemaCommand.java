package io.weir.cli.slo;

import io.weir.alerting.openslo.OpenSloSchema;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of OpenSLO documents, for editors. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the JSON Schema (draft-07) of OpenSLO v1 documents as Weir reads them. An editor that",
      "knows it completes fields, explains them, and marks what is wrong while you type; names that",
      "nobody has and rules that can never fire are for weir slo lint.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weir slo schema > slo/openslo.schema.json",
      "",
      "Then, in editors with the YAML language server (VS Code with the YAML extension, Neovim, …),",
      "as the first line of a document:",
      "  # yaml-language-server: $schema=openslo.schema.json",
      "or for all of a directory, in .vscode/settings.json:",
      "  {\"yaml.schemas\": {\"slo/openslo.schema.json\": \"slo/*.yaml\"}}",
      "IntelliJ: Settings, Languages & Frameworks, Schemas and DTDs, JSON Schema Mappings."
    })
public final class SchemaCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(OpenSloSchema.text());
    out.flush();
    return 0;
  }
}
