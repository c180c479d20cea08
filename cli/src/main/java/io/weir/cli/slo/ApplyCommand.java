package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.question.ApiClient;
import io.weir.cli.question.ApiServer;
import io.weir.cli.question.QuestionException;
import io.weir.cli.question.SloDocumentsCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts OpenSLO documents in force through the API. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Puts OpenSLO v1 documents in force, at once and for good: the server keeps them over a restart.",
      "Each file becomes a document named as the file is; what had that name is replaced. All of a",
      "file is taken, or nothing of it: every problem is told with its line and what to do.",
      "",
      "Refused is what is defined already, by a file of the server or by another document, and a",
      "document that lacks what the one before it defined, unless --prune says so.",
      "",
      "Exit code 1 when it cannot be kept, 2 when a file or the command is wrong.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weir slo apply slo/checkout.yaml",
      "  weir slo apply --prune slo/*.yaml",
      "  weir slo suggest --namespace shop | weir slo apply --name shop -",
      "",
      "weir slo documents lists them, weir slo delete NAME takes one back."
    })
public final class ApplyCommand implements Callable<Integer> {
  /** The longest that the server takes: more is not even sent. */
  private static final int BYTES_MAX = 256 * 1024;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ApiServer server = new ApiServer();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "YAML or JSON; - for standard input, with --name.")
  private List<String> files = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the document (default: the file's name without its ending). For one file.")
  private @Nullable String name;

  @Option(
      names = "--prune",
      description = "Drops what the document before it defined, and it does not.")
  private boolean prune;

  /** What is sent. */
  private record Part(String file, String name, byte[] text) {}

  @Override
  public Integer call() throws InterruptedException {
    List<Part> parts = new ArrayList<>();
    try {
      for (String file : files) {
        parts.add(read(file));
      }
    } catch (IllegalArgumentException e) {
      tell(String.valueOf(e.getMessage()));
      return 2;
    }
    ApiClient api = server.client();
    for (Part part : parts) {
      try {
        apply(api, part);
      } catch (QuestionException e) {
        DocumentProblems.lines(e.answer(), part.name(), part.file()).forEach(this::tell);
        tell(part.file() + ": " + e.getMessage());
        return e.exitCode();
      }
    }
    return 0;
  }

  private void apply(ApiClient api, Part part) throws QuestionException, InterruptedException {
    JsonNode kept =
        api.put(
            SloDocumentsCommand.COLLECTION,
            part.name(),
            prune ? Map.of("prune", "true") : Map.of(),
            "application/yaml",
            part.text());
    DocumentProblems.lines(kept.path("warnings"), part.name(), part.file()).forEach(this::tell);
    List<String> objects = new ArrayList<>();
    kept.path("document").path("objects").forEach(object -> objects.add(object.asText()));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(part.name() + ": " + String.join(", ", objects));
    out.flush();
  }

  private Part read(String file) {
    boolean typed = file.equals("-");
    if (name != null && files.size() > 1) {
      throw new IllegalArgumentException("--name: " + name + " (expected: with one file alone)");
    }
    if (name == null && typed) {
      throw new IllegalArgumentException("--name: missing (expected: a name beside -)");
    }
    String named = name == null ? name(file) : name;
    if (!NAME.matcher(named).matches()) {
      throw new IllegalArgumentException(
          "--name: " + named + " (expected: at most 63 of a-z, 0-9 and -, with no - at an end)");
    }
    byte[] text = bytes(file, typed);
    if (text.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          file + ": more than " + BYTES_MAX + " bytes (expected: at most; make it several files)");
    }
    return new Part(file, named, text);
  }

  private static byte[] bytes(String file, boolean typed) {
    try {
      return typed ? System.in.readNBytes(BYTES_MAX + 1) : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** {@code slo/Checkout.yaml} is {@code checkout}. */
  private static String name(String file) {
    Path last = Path.of(file).getFileName();
    return (last == null ? file : last.toString())
        .toLowerCase(Locale.ROOT)
        .replaceFirst("\\.(yaml|yml|json)$", "");
  }

  private void tell(String line) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
