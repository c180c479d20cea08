package io.weir.conformance;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.ImmutableList;
import io.grpc.Context;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code observer.Observer}, however it was made. Requests and answers are the
 * contract's messages, so that one check fits all clients.
 */
interface ObserverApi extends AutoCloseable {
  /** Answers as they come; ends with the call. Cancel it through {@link Context}. */
  Iterator<GetFlowsResponse> getFlows(GetFlowsRequest request);

  /** Ends the connection. */
  @Override
  void close();

  /**
   * What is answered to the question: {@link #getFlows} without the server's word on who is there
   * now, which it says first and only then.
   */
  default Iterator<GetFlowsResponse> answers(GetFlowsRequest request) {
    Iterator<GetFlowsResponse> everything = getFlows(request);
    return new AbstractIterator<>() {
      private boolean begun;

      @Override
      protected @Nullable GetFlowsResponse computeNext() {
        while (everything.hasNext()) {
          GetFlowsResponse answer = everything.next();
          if (begun || !saysWhoIsThere(answer)) {
            begun = true;
            return answer;
          }
        }
        return endOfData();
      }
    };
  }

  /** The server's own words, unlike a node status that was sent to it. */
  static boolean saysWhoIsThere(GetFlowsResponse answer) {
    return answer.hasNodeStatus() && answer.getNodeName().equals("weir-relay");
  }

  /** All {@link #answers} of a call that ends by itself. */
  default List<GetFlowsResponse> flows(GetFlowsRequest request) {
    return ImmutableList.copyOf(answers(request));
  }

  /** What is done with a running call. */
  interface Reader<T> {
    T read(Iterator<GetFlowsResponse> answers) throws Exception;
  }

  /** Lets {@code reader} read a call, which ends with it, or fails when the time is up. */
  default <T> T during(GetFlowsRequest request, Duration limit, Reader<T> reader) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Context.CancellableContext context =
        Context.current().withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS, timer)) {
      Callable<T> reading = () -> reader.read(answers(request));
      return context.call(reading);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      timer.shutdownNow();
    }
  }
}
