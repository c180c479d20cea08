package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code hubble} does not have: counts, and how an answer came about. Needs a Weir relay. */
final class CountOptions {
  @Option(
      names = "--count-by",
      paramLabel = "FIELDS",
      split = ",",
      description =
          "Instead of flows their number for each value of fields of flow.Flow, for example"
              + " destination.pod_name,verdict. Of all flows, unless --last or --first says fewer.")
  List<String> by = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "With --count-by: only the N largest numbers, and the sum of the others.")
  Optional<Integer> top = Optional.empty();

  @Option(
      names = "--explain",
      description = "Also, on standard error: what was read, and whether anything is missing.")
  boolean explain;

  boolean isCount() {
    return !by.isEmpty();
  }

  /**
   * Refuses what makes no sense together.
   *
   * @throws IllegalArgumentException naming both
   */
  void check(boolean follow, boolean fromFile, FormatOptions.Output output) {
    if (top.isPresent() && !isCount()) {
      throw new IllegalArgumentException("--top: needs --count-by FIELDS");
    }
    if (top.orElse(0) < 0) {
      throw new IllegalArgumentException("--top: " + top.orElse(0) + " (expected: >= 0)");
    }
    refuse(isCount() && follow, "--count-by", "--follow");
    refuse(explain && follow, "--explain", "--follow");
    refuse(isCount() && fromFile, "--count-by", "--input-file");
    refuse(explain && fromFile, "--explain", "--input-file");
    if (isCount() && output == FormatOptions.Output.dict) {
      throw new IllegalArgumentException(
          "--count-by and --output dict cannot be combined (expected: table or json)");
    }
  }

  private static void refuse(boolean both, String a, String b) {
    if (both) {
      throw new IllegalArgumentException(a + " and " + b + " cannot be combined");
    }
  }
}
