package io.weir.cli;

import io.weir.runtime.StartException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one sentence for people; the rest is behind WEIR_DEBUG=1. */
final class FailureHandler implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    boolean expected = failure instanceof StartException;
    System.err.println(
        line.getCommandName()
            + ": "
            + (expected || failure.getMessage() != null ? failure.getMessage() : failure));
    if (!expected || "1".equals(System.getenv("WEIR_DEBUG"))) {
      failure.printStackTrace();
    }
    return 1;
  }
}
