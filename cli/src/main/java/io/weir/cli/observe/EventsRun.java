package io.weir.cli.observe;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ObserverGrpc.ObserverBlockingStub;
import java.util.Iterator;
import java.util.function.Function;

/**
 * One run of {@code observe agent-events} or {@code observe debug-events}.
 *
 * @param <E> what the server answers with
 */
final class EventsRun<E extends Message> {
  private final String name;
  private final ConnectionOptions connection;
  private final FormatOptions format;
  private final boolean follow;
  private final Shell shell;

  EventsRun(
      String name,
      ConnectionOptions connection,
      FormatOptions format,
      boolean follow,
      Shell shell) {
    this.name = name;
    this.connection = connection;
    this.format = format;
    this.follow = follow;
    this.shell = format.silent ? shell.silent() : shell;
  }

  /**
   * Asks and prints.
   *
   * @param ask makes the call; may throw for options that cannot be used
   * @param text how the answers are written
   * @return 0, or 1 when the question could not be answered
   */
  int run(Function<ObserverBlockingStub, Iterator<E>> ask, Function<Times, EventText<E>> text) {
    return new Failures("weir observe " + name, shell).guard(() -> answer(ask, text));
  }

  private int answer(
      Function<ObserverBlockingStub, Iterator<E>> ask, Function<Times, EventText<E>> text)
      throws CliException, InterruptedException {
    format.check(follow);
    EventPrinter<E> printer =
        format.output().isJson()
            ? MessageJsonPrinter.whole()
            : format.textPrinter(text.apply(format.times()));
    EventOutput<E> output =
        new EventOutput<>(printer, shell.out(), follow || shell.outIsTerminal());
    try (Interrupt interrupt = new Interrupt(output::end);
        ObserverClient client = ObserverClient.connect(connection, shell.err())) {
      Iterator<E> answers = ask.apply(ObserverGrpc.newBlockingStub(client.channel()));
      boolean wanted = true;
      while (wanted && answers.hasNext()) {
        wanted = output.print(answers.next());
      }
      return 0;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        throw new CliException(
            connection.server
                + " has no "
                + name
                + ": Hubble's relay does not pass them on. Ask a Cilium agent or a Weir relay.");
      }
      throw e;
    } finally {
      output.end();
    }
  }
}
