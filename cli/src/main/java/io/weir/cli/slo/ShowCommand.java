package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.PeerPattern;
import io.weir.alerting.slo.Slo;
import io.weir.cli.observe.TimeArgument;
import io.weir.cli.question.ApiClient;
import io.weir.cli.question.ApiServer;
import io.weir.cli.question.QuestionException;
import io.weir.config.Spelling;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one objective: how it stands, its rules, and its burn rate and budget over time. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "How does one objective stand, and how did it get there? All its figures, its rules that are",
      "news, and charts of its burn rate and budget. Times are UTC.",
      ""
    },
    footer = {
      "",
      "A column without a line below it had no event. The budget is that of the present period, worked",
      "back from what is left now. Charts fit the terminal ($COLUMNS), and are ASCII where it has no",
      "blocks.",
      "",
      "Examples:",
      "  ./weir slo                                         names",
      "  ./weir slo show checkout-availability",
      "  ./weir slo show checkout-availability --since 7d",
      "  ./weir slo show 'every-service[/shop/Deployment/cart]'",
      "  ./weir slo show --ascii dns | mail -s dns on-call"
    })
public final class ShowCommand implements Callable<Integer> {
  /** How to print. */
  enum Output {
    text,
    json
  }

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int NAMES_MAX = 10;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "As in ./weir slo; of a fan-out one match.")
  private String name = "";

  @Mixin private final ApiServer server = new ApiServer();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "6h",
      description =
          "Start: an age (90m, 7d) or a time (2026-01-31T10:00:00Z) (default: ${DEFAULT-VALUE}).")
  private String since = "6h";

  @Option(names = "--ascii", description = "No blocks and lines.")
  private boolean ascii;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  private final InstantSource clock;
  private final Supplier<Terminal> terminal;

  /** By the system's clock, for this process's terminal. */
  public ShowCommand() {
    // Asked only when something is shown: every `weir slo` makes this command.
    this(InstantSource.system(), Terminal::system);
  }

  ShowCommand(InstantSource clock, Supplier<Terminal> terminal) {
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    try {
      show(err);
      return 0;
    } catch (QuestionException e) {
      err.println(e.getMessage());
      err.flush();
      return e.exitCode();
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.flush();
      return 2;
    }
  }

  private void show(PrintWriter err) throws QuestionException, InterruptedException {
    Instant now = clock.instant();
    Instant from = TimeArgument.parse("--since", since, now, ZoneId.systemDefault());
    if (!from.isBefore(now)) {
      throw new IllegalArgumentException("--since: " + since + " (expected: before now)");
    }
    ApiClient api = server.client();
    JsonNode row = find(api.ask("slos", Map.of("sort", "name")).path("rows"));
    List<JsonNode> alerts = alerts(api.ask("alerts", Map.of()).path("rows"), row);
    Terminal shown = ascii ? terminal.get().withoutUnicode() : terminal.get();
    Optional<Columns> course = Optional.empty();
    if (row.has("selector")) {
      course = Optional.of(Columns.of(from, now, ShowText.columnsMax(shown)));
      read(api, row, course.get(), now, err);
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (output == Output.json) {
      out.println(ApiClient.pretty(json(row, alerts, course)));
    } else {
      new ShowText(row, alerts, shown).lines(course).forEach(out::println);
    }
    out.flush();
  }

  private JsonNode find(JsonNode rows) {
    List<String> names = new ArrayList<>();
    List<String> matches = new ArrayList<>();
    for (JsonNode row : rows) {
      String id = row.path("slo").asText();
      if (id.equals(name)) {
        return row;
      }
      names.add(id);
      if (Slo.idBeforeMatch(id).equals(name)) {
        matches.add(id);
      }
    }
    throw new IllegalArgumentException("NAME: " + name + " (" + expected(names, matches) + ")");
  }

  private String expected(List<String> names, List<String> matches) {
    if (!matches.isEmpty()) {
      return "expected: one of its "
          + matches.size()
          + " matches, such as "
          + String.join(", ", matches.subList(0, Math.min(NAMES_MAX, matches.size())));
    }
    return Spelling.nearest(name, names)
        .map(near -> "did you mean " + near + "?")
        .orElse(
            names.isEmpty()
                ? "there are no objectives: name OpenSLO documents in alerting.slos"
                : "expected: a name of ./weir slo, such as " + names.get(0));
  }

  private static List<JsonNode> alerts(JsonNode rows, JsonNode of) {
    List<JsonNode> alerts = new ArrayList<>();
    for (JsonNode alert : rows) {
      if (alert.path("slo").equals(of.path("slo"))) {
        alerts.add(alert);
      }
    }
    return alerts;
  }

  private static void read(
      ApiClient api, JsonNode row, Columns course, Instant now, PrintWriter err)
      throws QuestionException, InterruptedException {
    IndicatorSelector selector = selector(row);
    String match = Slo.matchOf(row.path("slo").asText());
    boolean one = selector.fanOut() != FanOut.NONE;
    PastWindows windows =
        new PastWindows(api, List.of(SliQuery.of(selector, one ? match : "")), course.step());
    try (ReadProgress progress = ReadProgress.of(err, course.start(0), now)) {
      windows.read(
          course.start(0),
          now,
          window -> {
            if (selector.matches(window) && (!one || selector.fanOutKey(window).equals(match))) {
              course.add(window);
            }
          },
          progress);
    }
  }

  private static IndicatorSelector selector(JsonNode row) {
    JsonNode selector = row.path("selector");
    return new IndicatorSelector(
        row.path("indicator").asText(),
        pattern(selector.path("server")),
        pattern(selector.path("client")),
        selector.path("port").asInt(),
        selector.path("protocol").asText(),
        selector.path("probe").asText(),
        FanOut.valueOf(selector.path("fanOut").asText().toUpperCase(Locale.ROOT)));
  }

  private static Optional<PeerPattern> pattern(JsonNode text) {
    return text.isTextual() ? Optional.of(PeerPattern.of(text.asText())) : Optional.empty();
  }

  private static ObjectNode json(JsonNode row, List<JsonNode> alerts, Optional<Columns> course) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("slo", row);
    json.putArray("alerts").addAll(alerts);
    if (course.isPresent()) {
      Columns columns = course.get();
      ObjectNode windows = json.putObject("windows");
      windows.put("windowSeconds", columns.length().toSeconds());
      ArrayNode start = windows.putArray("startMs");
      ArrayNode bad = windows.putArray("bad");
      ArrayNode total = windows.putArray("total");
      ArrayNode lost = windows.putArray("lost");
      for (int i = 0; i < columns.size(); i++) {
        start.add(columns.start(i).toEpochMilli());
        bad.add(columns.bad(i));
        total.add(columns.total(i));
        lost.add(columns.lost(i));
      }
    }
    return json;
  }
}
