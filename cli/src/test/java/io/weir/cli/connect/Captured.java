package io.weir.cli.connect;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * What a command printed, in this process. Not for several threads.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Captured(int code, String out, String err) {
  /**
   * Runs a command with arguments. It is made here, since picocli keeps the streams that System had
   * when a command was made.
   */
  public static Captured run(Supplier<CommandLine> command, String... args) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream caughtOut = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream caughtErr = new PrintStream(err, true, StandardCharsets.UTF_8);
    try {
      System.setOut(caughtOut);
      System.setErr(caughtErr);
      int code =
          command
              .get()
              .setOut(new PrintWriter(caughtOut, true, StandardCharsets.UTF_8))
              .setErr(new PrintWriter(caughtErr, true, StandardCharsets.UTF_8))
              .execute(args);
      return new Captured(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
