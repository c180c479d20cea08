package io.weir.cli.observe;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;

/** What all commands do that talk with an Observer API: connect, talk, say what went wrong. */
public final class Conversation {
  /** What one command says and prints. */
  @FunctionalInterface
  public interface Talk {
    /**
     * Asks and prints.
     *
     * @return the exit code
     * @throws CliException if there is no answer that helps
     * @throws StatusRuntimeException if the server refuses or fails
     */
    int with(ObserverClient client) throws CliException, InterruptedException;
  }

  private Conversation() {}

  /**
   * Connects and talks.
   *
   * @param command its name, which every complaint begins with
   * @return the exit code: that of {@code talk}, or 1 if something failed; the reason is on {@code
   *     err}
   */
  public static int hold(String command, ConnectionOptions connection, PrintStream err, Talk talk) {
    try (ObserverClient client = ObserverClient.connect(connection, err)) {
      return talk.with(client);
    } catch (CliException e) {
      return failed(command, String.valueOf(e.getMessage()), err);
    } catch (StatusRuntimeException e) {
      // A stream may be taken up again; here the command ends.
      boolean gone = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
      String advice = gone ? "Try again; `weir status` tells whether the server is well." : "";
      return failed(command, ObserverClient.advised(ObserverClient.sentence(e), advice), err);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int failed(String command, String message, PrintStream err) {
    err.println("weir " + command + ": " + message);
    return 1;
  }
}
