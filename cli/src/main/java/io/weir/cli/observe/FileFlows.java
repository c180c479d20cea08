package io.weir.cli.observe;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import io.weir.collector.source.hubblefile.HubbleLine;
import io.weir.flowtext.Colors;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.relay.observe.filter.FlowFilters;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers from a file of JSON lines, in its order, by the filters that a relay would use. A line
 * that cannot be read is told and costs only itself. Lines of other events are read over.
 */
final class FileFlows implements FlowSource {
  /** As in {@code hubble}. */
  static final long LAST_MAX = 1_000_000;

  /** Bad lines that are told one by one; the rest is counted. */
  static final int TOLD_MAX = 20;

  private final InputLines lines;
  private final String name;
  private final GetFlowsRequest request;
  private final Predicate<Flow> filter;
  private final PrintStream err;
  private final Optional<LastFlows> last;
  private boolean ended;
  private long flows;
  private long bad;
  private GetFlowsResponse next = GetFlowsResponse.getDefaultInstance();

  private FileFlows(
      InputLines lines,
      String name,
      GetFlowsRequest request,
      Predicate<Flow> filter,
      PrintStream err) {
    this.lines = lines;
    this.name = name;
    this.request = request;
    this.filter = filter;
    this.err = err;
    long number = request.getNumber();
    boolean wantsLast = !request.getFirst() && number != 0 && number != SelectorOptions.ALL;
    this.last = wantsLast ? Optional.of(new LastFlows(Math.toIntExact(number))) : Optional.empty();
  }

  /**
   * Opens a file.
   *
   * @param file its name; {@code -} for standard input
   * @throws IllegalArgumentException for a filter or a number that cannot be used
   * @throws CliException if the file cannot be opened
   */
  static FileFlows open(String file, GetFlowsRequest request, Shell shell) throws CliException {
    if (!request.getFirst()
        && request.getNumber() != SelectorOptions.ALL
        && Long.compareUnsigned(request.getNumber(), LAST_MAX) > 0) {
      throw new IllegalArgumentException(
          "--last: "
              + Long.toUnsignedString(request.getNumber())
              + " (expected: at most "
              + LAST_MAX
              + " with --input-file)");
    }
    Predicate<Flow> filter =
        FlowFilters.compile(request.getWhitelistList(), request.getBlacklistList());
    boolean standard = file.equals("-");
    try {
      InputStream in = standard ? shell.in() : Files.newInputStream(Path.of(file));
      return new FileFlows(
          new InputLines(in), standard ? "standard input" : file, request, filter, shell.err());
    } catch (IOException e) {
      throw new CliException(
          "--input-file: " + file + " cannot be read (" + e + "; expected: a file, or -)");
    }
  }

  @Override
  public boolean hasNext() throws CliException {
    try {
      while (!ended) {
        Optional<GetFlowsResponse> read = read();
        if (read.isEmpty()) {
          end();
        } else if (passes(read.get())) {
          if (last.isEmpty()) {
            next = masked(read.get());
            flows += next.hasFlow() ? 1 : 0;
            return true;
          }
          last.get().add(read.get());
        }
      }
      if (last.isPresent() && last.get().hasNext()) {
        next = masked(last.get().next());
        return true;
      }
      return false;
    } catch (IOException e) {
      throw new CliException("--input-file: " + name + " cannot be read on: " + e.getMessage());
    }
  }

  /** The next event of the file, or empty when no more is needed. */
  private Optional<GetFlowsResponse> read() throws IOException {
    if (request.getFirst() && Long.compareUnsigned(flows, request.getNumber()) >= 0) {
      return Optional.empty();
    }
    for (Optional<InputLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      Optional<GetFlowsResponse> event = event(line.get());
      if (event.isPresent()) {
        return event;
      }
    }
    return Optional.empty();
  }

  private Optional<GetFlowsResponse> event(InputLines.Line line) {
    if (line.tooLong()) {
      tell(line, "longer than " + InputLines.LINE_BYTES_MAX + " bytes");
    } else if (!line.text().isEmpty()) {
      HubbleLine parsed = HubbleLine.parse(line.text());
      if (parsed instanceof HubbleLine.Item item) {
        return response(item.event());
      }
      tell(line, ((HubbleLine.Refused) parsed).message());
    }
    return Optional.empty();
  }

  /** Empty for other kinds of events, an agent's for example: nobody asked for them. */
  private static Optional<GetFlowsResponse> response(ExportEvent event) {
    GetFlowsResponse.Builder response =
        GetFlowsResponse.newBuilder().setNodeName(event.getNodeName());
    if (event.hasTime()) {
      response.setTime(event.getTime());
    }
    return switch (event.getResponseTypesCase()) {
      case FLOW -> Optional.of(response.setFlow(event.getFlow()).build());
      case LOST_EVENTS -> Optional.of(response.setLostEvents(event.getLostEvents()).build());
      case NODE_STATUS -> Optional.of(response.setNodeStatus(event.getNodeStatus()).build());
      case AGENT_EVENT, DEBUG_EVENT, RESPONSETYPES_NOT_SET -> Optional.empty();
    };
  }

  private void tell(InputLines.Line line, String problem) {
    bad++;
    if (bad <= TOLD_MAX) {
      err.println(
          "weir observe: " + name + " line " + line.number() + ": " + Colors.escape(problem));
    }
  }

  private boolean passes(GetFlowsResponse response) {
    Timestamp time = FlowEventText.timestamp(response);
    return (!request.hasSince() || Timestamps.compare(time, request.getSince()) >= 0)
        && (!request.hasUntil() || Timestamps.compare(time, request.getUntil()) <= 0)
        && (!response.hasFlow() || filter.test(response.getFlow()));
  }

  private GetFlowsResponse masked(GetFlowsResponse response) {
    FieldMask mask = request.getFieldMask();
    if (mask.getPathsCount() == 0 || !response.hasFlow()) {
      return response;
    }
    Flow.Builder flow = Flow.newBuilder();
    FieldMaskUtil.merge(mask, response.getFlow(), flow);
    return response.toBuilder().setFlow(flow).build();
  }

  private void end() throws IOException {
    ended = true;
    if (bad > TOLD_MAX) {
      err.println("weir observe: " + name + ": " + bad + " lines in all cannot be read");
    }
    if (last.isPresent()) {
      last.get().rewind();
    }
  }

  @Override
  public GetFlowsResponse next() {
    return next;
  }

  /** How many lines could not be read. */
  long bad() {
    return bad;
  }

  @Override
  public void close() {
    try {
      lines.close();
      if (last.isPresent()) {
        last.get().close();
      }
    } catch (IOException e) {
      // Everything has been read, or nobody wants the rest.
    }
  }
}
