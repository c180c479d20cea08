package io.weir.cli.question;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For how long, by whom and why; for commands that silence or acknowledge. */
final class SilenceTerms {
  private static final Pattern LENGTH =
      Pattern.compile("(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?");

  @Option(
      names = "--for",
      paramLabel = "LENGTH",
      defaultValue = "2h",
      description = "How long: 30m, 2h, 1d (default: ${DEFAULT-VALUE}).")
  private String length = "2h";

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who is responsible (default: ${DEFAULT-VALUE}).")
  private String owner = "";

  @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why.")
  private String note = "";

  /** A request that says them. */
  ObjectNode request() throws QuestionException {
    Instant ends = Instant.now().plus(length()).truncatedTo(ChronoUnit.SECONDS);
    return JsonNodeFactory.instance
        .objectNode()
        .put("owner", owner)
        .put("note", note)
        .put("endsAt", ends.toString());
  }

  private Duration length() throws QuestionException {
    Matcher parts = LENGTH.matcher(length);
    if (length.isEmpty() || !parts.matches()) {
      throw new QuestionException(2, "--for: " + length + " (expected: 30m, 2h, 1d or 1d12h)");
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
