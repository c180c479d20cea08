package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.query.v1.Counts;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One run of {@link ObserveCommand}: asks, prints, says what went wrong. */
final class ObserveRun {
  private static final String COMPAT = "HUBBLE_COMPAT";
  private static final String LEGACY_JSON = "legacy-json-output";

  private final ObserveCommand command;
  private final Shell shell;
  private final Instant now;

  /** What is to be done when the run ends early. */
  private volatile Runnable finish;

  /** In this process. */
  ObserveRun(ObserveCommand command) {
    this(command, Shell.system());
  }

  /** With streams of its own. */
  ObserveRun(ObserveCommand command, PrintStream out, PrintStream err) {
    this(command, Shell.of(InputStream.nullInputStream(), out, err));
  }

  ObserveRun(ObserveCommand command, Shell shell) {
    this.command = command;
    this.shell = command.format.silent ? shell.silent() : shell;
    this.now = shell.clock().instant();
    this.finish = this.shell.out()::flush;
  }

  int run() {
    try (Interrupt interrupt = new Interrupt(() -> finish.run())) {
      return new Failures("weir observe", shell).guard(this::answer);
    }
  }

  private int answer() throws CliException, InterruptedException {
    FormatOptions.Output output = command.format.output();
    boolean fromFile = command.inputFile.isPresent();
    command.format.check(command.selectors.follow);
    command.counts.check(command.selectors.follow, fromFile, output);
    EventPrinter<GetFlowsResponse> printer = printer(); // a mistake is told before anybody is asked
    GetFlowsRequest request = request(fromFile);
    if (command.printRawFilters) {
      shell.out().print(rawFilters(request));
      shell.out().flush();
      return 0;
    }
    if (command.counts.isCount()) {
      return count(request);
    }
    if (fromFile) {
      return printFile(request.toBuilder(), printer);
    }
    if (command.selectors.follow) {
      return printFollowed(request, printer);
    }
    return printer instanceof JsonPrinter json && !command.counts.explain
        ? printAsItCame(request, json)
        : printOnce(request, printer);
  }

  private GetFlowsRequest request(boolean fromFile) {
    FilterRequest filters =
        FilterRequest.of(command.given.filters(), command.allowlist, command.denylist);
    long lastDefault = fromFile || command.counts.isCount() ? 0 : SelectorOptions.LAST_DEFAULT;
    SelectorOptions.Selection selection = command.selectors.select(now, lastDefault);
    boolean json = command.format.output().isJson();
    GetFlowsRequest.Builder request =
        GetFlowsRequest.newBuilder()
            .setNumber(selection.number())
            .setFirst(selection.first())
            .setFollow(selection.follow())
            .addAllWhitelist(filters.whitelist())
            .addAllBlacklist(filters.blacklist());
    selection.since().ifPresent(time -> request.setSince(Times.timestamp(time)));
    selection.until().ifPresent(time -> request.setUntil(Times.timestamp(time)));
    var mask = FlowMask.of(command.flowFormat, command.format.output(), json && !isLegacyJson());
    if (mask.getPathsCount() > 0 && !command.counts.isCount()) {
      request.setFieldMask(mask);
    }
    return request.build();
  }

  private static String rawFilters(GetFlowsRequest request) throws CliException {
    try {
      return new FilterRequest(request.getWhitelistList(), request.getBlacklistList()).raw();
    } catch (InvalidProtocolBufferException e) {
      throw new CliException("The filters cannot be written as JSON: " + e.getMessage());
    }
  }

  /** Flows without their envelope; for {@code json}, not for {@code jsonpb}. */
  private boolean isLegacyJson() {
    return command.format.output() == FormatOptions.Output.json
        && shell
            .environment()
            .apply(COMPAT)
            .map(switches -> List.of(switches.split("[,\\s]+", -1)).contains(LEGACY_JSON))
            .orElse(false);
  }

  private int count(GetFlowsRequest request) throws CliException, InterruptedException {
    Counts counts =
        new CountQuery(command.connection, Progress.of(shell), shell.err())
            .ask(request, command.counts);
    List<String> lines =
        command.format.output().isJson()
            ? CountText.json(counts)
            : CountText.table(counts, command.format.times());
    lines.forEach(shell.out()::println);
    shell.out().flush();
    if (command.counts.explain) {
      shell.err().println(ExplanationText.of(counts.getExplanation()));
    } else if (counts.getExplanation().getEventsMissing() != 0) {
      shell
          .err()
          .println(
              "weir observe: "
                  + Long.toUnsignedString(counts.getExplanation().getEventsMissing())
                  + " events are known to be missing (--explain tells where)");
    }
    return 0;
  }

  private int printFile(GetFlowsRequest.Builder request, EventPrinter<GetFlowsResponse> printer)
      throws CliException, InterruptedException {
    if (command.flowFormat.fieldMask.isEmpty()) {
      request.clearFieldMask(); // what is there costs nothing to print
    }
    String file = command.inputFile.orElse("-");
    try (FileFlows flows = FileFlows.open(file, request.build(), shell)) {
      print(flows, printer);
      return flows.bad() == 0 ? 0 : 1;
    }
  }

  private int printFollowed(GetFlowsRequest request, EventPrinter<GetFlowsResponse> printer)
      throws CliException, InterruptedException {
    try (FollowedFlows flows =
        FollowedFlows.start(
            asked -> ServerFlows.ask(command.connection, asked, false, shell.err()),
            duration -> Thread.sleep(duration.toMillis()),
            command.connection.server,
            shell.err(),
            new Resumption(request, now))) {
      print(flows, printer);
      return 0;
    }
  }

  /** Whoever asks for JSON asks for millions. */
  private int printAsItCame(GetFlowsRequest request, JsonPrinter json)
      throws CliException, InterruptedException {
    try (ObserverClient client = ObserverClient.connect(command.connection, shell.err())) {
      JsonLines lines = new JsonLines(json, nodeStatus(), shell);
      finish = lines::end;
      lines.printAll(RawFlows.call(client.channel(), request));
      return 0;
    }
  }

  private int printOnce(GetFlowsRequest request, EventPrinter<GetFlowsResponse> printer)
      throws CliException, InterruptedException {
    boolean explain = command.counts.explain;
    try (ServerFlows flows = ServerFlows.ask(command.connection, request, explain, shell.err())) {
      boolean whole = print(flows, printer);
      if (explain && whole) {
        shell
            .err()
            .println(
                flows
                    .explanation()
                    .map(ExplanationText::of)
                    .orElse(
                        "weir observe: "
                            + command.connection.server
                            + " does not explain its answers; a Weir relay does."));
      }
      return 0;
    }
  }

  /** Returns false when the reader had enough before the end. */
  private boolean print(FlowSource flows, EventPrinter<GetFlowsResponse> printer)
      throws CliException, InterruptedException {
    boolean lineByLine = command.selectors.follow || shell.outIsTerminal();
    EventOutput<GetFlowsResponse> output = new EventOutput<>(printer, shell.out(), lineByLine);
    NodeStatusText status = nodeStatus();
    Progress progress = Progress.of(shell);
    long events = 0;
    finish = output::end;
    try {
      while (flows.hasNext()) {
        GetFlowsResponse answer = flows.next();
        events++;
        if (status.isNews(answer)) {
          progress.clear();
          shell.err().println(note(status, answer));
        }
        if (!output.print(answer)) {
          return false;
        }
        if (progress.isDue()) {
          progress.say(events + " events, at " + at(answer));
        }
      }
      return true;
    } finally {
      progress.clear();
      output.end();
    }
  }

  private NodeStatusText nodeStatus() {
    return new NodeStatusText(command.format.times(), command.connection.debug);
  }

  private static String at(GetFlowsResponse answer) {
    return Times.utc(TimeFormat.RFC3339).text(FlowEventText.timestamp(answer));
  }

  private EventPrinter<GetFlowsResponse> printer() {
    FormatOptions format = command.format;
    if (format.output().isJson()) {
      return isLegacyJson()
          ? MessageJsonPrinter.part(
              response -> response.hasFlow() ? Optional.of(response.getFlow()) : Optional.empty())
          : new JsonPrinter();
    }
    return format.textPrinter(
        new FlowEventText(command.flowFormat.text(shell, format.output()), format.times()));
  }

  private String note(NodeStatusText status, GetFlowsResponse answer) {
    return switch (command.format.output()) {
      case json, jsonpb -> new JsonPrinter().note(answer);
      case dict -> status.record(answer);
      case compact, table, tab -> status.sentence(answer);
    };
  }
}
