package io.weir.conformance;

import com.google.protobuf.util.Timestamps;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * What GetFlows answers about the past, given everything that happened in its order.
 *
 * <p>Two places where the server is meant to be better than Hubble: {@code number} counts over all
 * nodes, and the time range holds for losses too, since with days of history nobody wants those of
 * another day.
 */
final class AnswerMeaning {
  private AnswerMeaning() {}

  /**
   * The answer to {@code request}, which does not follow, when there is no other than {@code
   * events}.
   */
  static List<GetFlowsResponse> of(GetFlowsRequest request, List<GetFlowsResponse> events) {
    List<GetFlowsResponse> passing =
        events.stream().filter(inRange(request)).filter(wanted(request)).toList();
    boolean all = request.getNumber() == 0 || request.getNumber() == -1;
    List<GetFlowsResponse> counted = passing;
    if (!all) {
      boolean fromTheStart = request.getFirst() || request.hasSince();
      counted =
          fromTheStart
              ? first(request.getNumber(), passing)
              : reversed(first(request.getNumber(), reversed(passing)));
    }
    return counted.stream().map(event -> masked(event, request)).toList();
  }

  /** Both ends belong to it. */
  private static Predicate<GetFlowsResponse> inRange(GetFlowsRequest request) {
    return event ->
        !(request.hasSince() && Timestamps.compare(event.getTime(), request.getSince()) < 0)
            && !(request.hasUntil() && Timestamps.compare(event.getTime(), request.getUntil()) > 0);
  }

  /** Filters speak about flows; what else there is passes. */
  private static Predicate<GetFlowsResponse> wanted(GetFlowsRequest request) {
    return event ->
        !event.hasFlow()
            || FilterMeaning.passes(
                request.getWhitelistList(), request.getBlacklistList(), event.getFlow());
  }

  /** Up to the flow with which there are {@code number}; nothing else counts. */
  private static List<GetFlowsResponse> first(long number, List<GetFlowsResponse> events) {
    List<GetFlowsResponse> first = new ArrayList<>();
    long flows = 0;
    for (GetFlowsResponse event : events) {
      if (flows == number) {
        break;
      }
      first.add(event);
      flows += event.hasFlow() ? 1 : 0;
    }
    return first;
  }

  private static List<GetFlowsResponse> reversed(List<GetFlowsResponse> events) {
    List<GetFlowsResponse> reversed = new ArrayList<>(events);
    Collections.reverse(reversed);
    return reversed;
  }

  private static GetFlowsResponse masked(GetFlowsResponse event, GetFlowsRequest request) {
    if (!event.hasFlow() || request.getFieldMask().getPathsCount() == 0) {
      return event;
    }
    return event.toBuilder()
        .setFlow(MaskMeaning.apply(request.getFieldMask().getPathsList(), event.getFlow()))
        .build();
  }
}
