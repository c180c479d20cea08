package io.weir.cli;

import io.weir.runtime.Version;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * The {@code weir} command.
 *
 * <p>Only the command that is asked for is loaded: a client answers in a fraction of a second
 * because it never touches the classes of the servers.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and returns its exit code: 0 good, 1 failed, 2 wrong usage. */
  public static int run(String... args) {
    if (args.length == 0
        || args[0].equals("help")
        || args[0].equals("--help")
        || args[0].equals("-h")) {
      if (args.length < 2 || args[0].startsWith("-")) {
        System.out.print(Commands.overview());
        return 0;
      }
      return run(args[1], "--help");
    }
    if (args[0].equals("--version") || args[0].equals("version")) {
      System.out.println("weir " + Version.TEXT);
      return 0;
    }
    String name = args[0];
    return Commands.find(name)
        .map(command -> execute(command, Arrays.copyOfRange(args, 1, args.length)))
        .orElseGet(() -> unknown(name));
  }

  private static int execute(Commands.Entry command, String... args) {
    CommandLine line = new CommandLine(command.create().get());
    line.setCommandName("weir " + command.name());
    line.setUsageHelpWidth(100);
    line.setExecutionExceptionHandler(new FailureHandler());
    return line.execute(args);
  }

  private static int unknown(String name) {
    System.err.println(
        "weir: unknown command \""
            + name
            + "\""
            + Commands.closest(name).map(c -> " (did you mean \"" + c + "\"?)").orElse("")
            + ". ./weir --help lists them.");
    return 2;
  }
}
