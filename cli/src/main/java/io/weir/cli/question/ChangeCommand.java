package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Has the server keep something, and prints it as it was kept.
 *
 * <p>Exit codes: 0 done, 1 not done, 2 the command is wrong.
 */
@Command(mixinStandardHelpOptions = true)
abstract class ChangeCommand implements Callable<Integer> {
  private static final Pattern LENGTH =
      Pattern.compile("(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ApiServer server = new ApiServer();

  /** Asks for the change. */
  abstract JsonNode change(ApiClient api) throws QuestionException, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    try {
      JsonNode kept = change(server.client());
      PrintWriter out = command.commandLine().getOut();
      SilencesCommand.table().render(List.of(kept)).forEach(out::println);
      out.flush();
      return 0;
    } catch (QuestionException e) {
      PrintWriter err = command.commandLine().getErr();
      err.println(e.getMessage());
      err.flush();
      return e.exitCode();
    }
  }

  /** What every silence says beside what it is of. */
  static ObjectNode request(String owner, String note, String length) throws QuestionException {
    return JsonNodeFactory.instance
        .objectNode()
        .put("owner", owner)
        .put("note", note)
        .put(
            "endsAt",
            Instant.now().plus(length(length)).truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static Duration length(String text) throws QuestionException {
    Matcher parts = LENGTH.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new QuestionException(2, "--for: " + text + " (expected: 30m, 2h, 1d or 1d12h)");
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
