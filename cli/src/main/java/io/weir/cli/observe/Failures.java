package io.weir.cli.observe;

import io.grpc.StatusRuntimeException;

/**
 * Turns what can go wrong in a run into one sentence on standard error and an exit code.
 *
 * @param command as it was typed
 * @param shell where to say it
 */
record Failures(String command, Shell shell) {
  /** A run. */
  interface Run {
    int run() throws CliException, InterruptedException;
  }

  /** The exit code: that of the run, or 1. */
  int guard(Run run) {
    try {
      return run.run();
    } catch (IllegalArgumentException | CliException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (StatusRuntimeException e) {
      return failed(ObserverClient.sentence(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private int failed(String message) {
    shell.out().flush();
    shell.err().println(command + ": " + message);
    return 1;
  }
}
