package io.weir.cli.observe;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which events, by number and time. */
final class SelectorOptions {
  private static final long LAST_DEFAULT = 20;

  @Option(names = "--all", description = "Everything that is kept.")
  boolean all;

  @Option(names = "--first", paramLabel = "N", description = "The oldest N that match.")
  Optional<Long> first = Optional.empty();

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "The newest N that match (default: 20, unless a time or --follow is given).")
  Optional<Long> last = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what arrives.")
  boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then on: 5m, 2026-01-05T10:00:00Z, 2026-01-05, …")
  Optional<String> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Only until then.")
  Optional<String> until = Optional.empty();

  /**
   * Refuses what cannot be combined.
   *
   * @throws IllegalArgumentException naming both
   */
  void check() {
    refuse(first.isPresent() && last.isPresent(), "--first", "--last");
    refuse(first.isPresent() && all, "--first", "--all");
    refuse(first.isPresent() && follow, "--first", "--follow");
    refuse(last.isPresent() && all, "--last", "--all");
    first.ifPresent(number -> checkNumber("--first", number));
    last.ifPresent(number -> checkNumber("--last", number));
  }

  private static void checkNumber(String flag, long number) {
    if (number < 0) {
      throw new IllegalArgumentException(flag + ": " + number + " (expected: >= 0)");
    }
  }

  private static void refuse(boolean both, String a, String b) {
    if (both) {
      throw new IllegalArgumentException(a + " and " + b + " cannot be combined");
    }
  }

  /** {@code GetFlowsRequest.number}; all ones for everything. */
  long number() {
    if (all) {
      return -1;
    }
    if (first.isPresent()) {
      return first.get();
    }
    boolean bounded = since.isPresent() || until.isPresent() || follow;
    return last.orElse(bounded ? 0 : LAST_DEFAULT);
  }
}
