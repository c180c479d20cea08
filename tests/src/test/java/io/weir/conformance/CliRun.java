package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.cli.Main;
import io.weir.hubble.observer.GetFlowsResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code weir} printed: the real command, in this process since starting a JVM hundreds of
 * times takes longer than everything else. Not for several threads.
 *
 * @param exitCode 0 good
 * @param out standard output
 * @param err standard error
 */
record CliRun(int exitCode, String out, String err) {
  static CliRun weir(List<String> args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
    ByteArrayOutputStream caughtErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
      int exitCode = Main.run(args.toArray(String[]::new));
      System.out.flush();
      return new CliRun(
          exitCode,
          caughtOut.toString(StandardCharsets.UTF_8),
          caughtErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The JSON lines, after checking that the command was content. */
  List<GetFlowsResponse> events() {
    assertThat(exitCode).as("exit code; stderr: %s", err).isZero();
    return out.lines().map(CliRun::parse).toList();
  }

  /** What can be read back of what is written as JSON: all but fields that nobody knows. */
  static List<GetFlowsResponse> readBack(List<GetFlowsResponse> events) {
    List<GetFlowsResponse> read = new ArrayList<>();
    for (GetFlowsResponse event : events) {
      try {
        read.add(parse(JsonFormat.printer().preservingProtoFieldNames().print(event)));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return read;
  }

  private static GetFlowsResponse parse(String line) {
    GetFlowsResponse.Builder event = GetFlowsResponse.newBuilder();
    try {
      JsonFormat.parser().merge(line, event);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(line, e);
    }
    return event.build();
  }
}
