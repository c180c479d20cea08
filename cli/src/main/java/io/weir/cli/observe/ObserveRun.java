package io.weir.cli.observe;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;

/** One run of {@link ObserveCommand}: asks, prints, says what went wrong. */
final class ObserveRun {
  private static final int LINES_PER_FLUSH = 1_000;

  private final ObserveCommand command;
  private final PrintStream out;
  private final PrintStream err;

  ObserveRun(ObserveCommand command) {
    this(command, buffered(System.out), System.err);
  }

  ObserveRun(ObserveCommand command, PrintStream out, PrintStream err) {
    this.command = command;
    this.out = out;
    this.err = err;
  }

  /** Thousands of lines a second: not one system call each. */
  private static PrintStream buffered(PrintStream stream) {
    return new PrintStream(
        new BufferedOutputStream(stream, 1 << 16), false, StandardCharsets.UTF_8);
  }

  int run() {
    try {
      command.selectors.check();
      FilterRequest filters =
          FilterRequest.of(command.given.filters(), command.allowlist, command.denylist);
      if (command.printRawFilters) {
        out.print(filters.raw());
        out.flush();
        return 0;
      }
      return ask(request(filters), printer());
    } catch (IllegalArgumentException | CliException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (InvalidProtocolBufferException e) {
      return failed("The filters cannot be written as JSON: " + e.getMessage());
    } catch (StatusRuntimeException e) {
      return failed(ObserverClient.sentence(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private int failed(String message) {
    out.flush();
    err.println("weir observe: " + message);
    return 1;
  }

  private GetFlowsRequest request(FilterRequest filters) {
    SelectorOptions selectors = command.selectors;
    Instant now = Instant.now();
    GetFlowsRequest.Builder request =
        GetFlowsRequest.newBuilder()
            .setNumber(selectors.number())
            .setFirst(selectors.first.isPresent())
            .setFollow(selectors.follow)
            .addAllWhitelist(filters.whitelist())
            .addAllBlacklist(filters.blacklist());
    selectors.since.ifPresent(text -> request.setSince(time("--since", text, now)));
    selectors.until.ifPresent(text -> request.setUntil(time("--until", text, now)));
    if (!command.fieldMask.isEmpty()) {
      request.setFieldMask(FieldMask.newBuilder().addAllPaths(command.fieldMask));
    }
    return request.build();
  }

  private static Timestamp time(String flag, String text, Instant now) {
    Instant time = TimeArgument.parse(flag, text, now, ZoneId.systemDefault());
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private FlowPrinter printer() {
    OutputOptions output = command.output;
    FlowText text = new FlowText(output.names(), output.printPolicyNames);
    Times times = new Times(TimeFormat.named(output.timeFormat), ZoneId.systemDefault());
    return switch (output.output) {
      case json, jsonpb -> new JsonPrinter();
      case dict -> new DictPrinter(text, times, output.printNodeName);
      case compact ->
          new CompactPrinter(text, times, new Colors(output.colored()), output.printNodeName);
    };
  }

  private int ask(GetFlowsRequest request, FlowPrinter printer)
      throws CliException, InterruptedException {
    try (ObserverClient client = ObserverClient.connect(command.connection);
        Interrupt interrupt = new Interrupt(out::flush)) {
      if (printer instanceof JsonPrinter json) {
        return printRaw(RawFlows.call(client.channel(), request), json);
      }
      Iterator<GetFlowsResponse> answers =
          ObserverGrpc.newBlockingStub(client.channel()).getFlows(request);
      for (long count = 1; answers.hasNext(); count++) {
        print(printer, answers.next());
        // Asking for errors also flushes: for each line only when somebody waits for it.
        if ((request.getFollow() || count % LINES_PER_FLUSH == 0) && out.checkError()) {
          return 0; // the reader, `head` for example, has enough
        }
      }
      out.flush();
      return 0;
    }
  }

  /** JSON is written from the answers' bytes: those who ask for it ask for millions. */
  private int printRaw(RawFlows answers, JsonPrinter json)
      throws CliException, InterruptedException {
    try {
      for (List<byte[]> some = answers.next(); !some.isEmpty(); some = answers.next()) {
        for (byte[] answer : some) {
          json.print(answer, out, err);
        }
        if (out.checkError()) {
          return 0; // the reader, `head` for example, has enough
        }
      }
      return 0;
    } catch (IOException e) {
      throw new CliException("Cannot write: " + e.getMessage());
    }
  }

  private void print(FlowPrinter printer, GetFlowsResponse answer) {
    String note = printer.note(answer);
    if (!note.isEmpty()) {
      err.println(note);
    }
    String line = printer.line(answer);
    if (!line.isEmpty()) {
      out.println(line);
    }
  }
}
