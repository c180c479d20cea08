package io.weir.dashboards.flows;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.util.Iterator;
import java.util.function.BiFunction;

/** Answers that are taken one by one; the observer waits for who takes them. For one thread. */
public final class FlowStream implements AutoCloseable {
  private final Context.CancellableContext context;
  private final Iterator<GetFlowsResponse> answers;
  private final BiFunction<Status, Throwable, ObserverException> failure;

  private FlowStream(
      Context.CancellableContext context,
      Iterator<GetFlowsResponse> answers,
      BiFunction<Status, Throwable, ObserverException> failure) {
    this.context = context;
    this.answers = answers;
    this.failure = failure;
  }

  static FlowStream start(
      Channel channel,
      GetFlowsRequest request,
      BiFunction<Status, Throwable, ObserverException> failure) {
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      return new FlowStream(
          context, ObserverGrpc.newBlockingStub(channel).getFlows(request), failure);
    } finally {
      context.detach(before);
    }
  }

  /**
   * Waits for the next answer.
   *
   * @throws ObserverException if there is none, although it is not the end
   */
  public boolean hasNext() {
    try {
      return answers.hasNext();
    } catch (StatusRuntimeException e) {
      throw failure.apply(e.getStatus(), e);
    }
  }

  /** Takes it. */
  public GetFlowsResponse next() {
    return answers.next();
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
