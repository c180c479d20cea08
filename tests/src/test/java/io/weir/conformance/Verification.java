package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Asks a server and the reference the same, and says the smallest difference. Counts the cases. */
final class Verification {
  private static final int TEXT_MAX = 1_500;

  private final World world;
  private long cases;
  private long flows;
  private long filters;

  Verification(World world) {
    this.world = world;
  }

  /** The same events in the same order; or both say that the question makes no sense. */
  void check(ObserverApi client, GetFlowsRequest request) {
    if (filters(request).anyMatch(FilterMeaning::isRefused)) {
      cases++;
      assertThatThrownBy(() -> client.flows(request))
          .as(text(request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
      return;
    }
    same(request, client.flows(request), world.events(), text(request));
  }

  /**
   * Fails with the first event that only one of both has.
   *
   * @param request what the reference is asked, about {@code events}
   * @param actual what the server answered
   * @param question how it was asked
   */
  void same(
      GetFlowsRequest request,
      List<GetFlowsResponse> actual,
      List<GetFlowsResponse> events,
      String question) {
    List<GetFlowsResponse> expected = AnswerMeaning.of(request, events);
    cases++;
    flows += actual.size();
    filters += filters(request).count();
    if (actual.equals(expected)) {
      return;
    }
    List<GetFlowsResponse> missing = without(expected, actual);
    List<GetFlowsResponse> extra = without(actual, expected);
    String difference =
        missing.isEmpty() && extra.isEmpty()
            ? "the same events in another order, or another number of times"
            : "missing " + first(missing) + "\nnot expected " + first(extra);
    throw new AssertionError(
        "%s%nanswered with %d events (expected: %d)%n%s"
            .formatted(question, actual.size(), expected.size(), difference));
  }

  private static Stream<FlowFilter> filters(GetFlowsRequest request) {
    return Stream.concat(request.getWhitelistList().stream(), request.getBlacklistList().stream());
  }

  private static List<GetFlowsResponse> without(
      List<GetFlowsResponse> events, List<GetFlowsResponse> others) {
    Set<GetFlowsResponse> known = new HashSet<>(others);
    List<GetFlowsResponse> rest = new ArrayList<>(events);
    rest.removeIf(known::contains);
    return rest;
  }

  private static String first(List<GetFlowsResponse> events) {
    return events.size() + (events.isEmpty() ? "" : ", the first: " + text(events.get(0)));
  }

  private static String text(com.google.protobuf.Message message) {
    String text = TextFormat.printer().emittingSingleLine(true).printToString(message);
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
  }

  /** One line about all that was checked. */
  String summary(String suite, long seed) {
    return String.format(
        Locale.ROOT,
        "Conformance %s: %,d cases, %,d filters, %,d events compared over %,d events; seed %d",
        suite,
        cases,
        filters,
        flows,
        world.events().size(),
        seed);
  }
}
