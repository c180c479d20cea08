package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.ingest.v1.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Agent and debug events, asked for with the build's stubs and by reflection alone: what went in
 * comes out, selected as Hubble selects. One form, that of the exporter, holds both kinds.
 */
@ExtendWith(WorldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentEventsConformanceIT {
  /** The two methods, and the two ways to call them. */
  enum Asked {
    AGENT,
    DEBUG
  }

  private World world;
  private ReflectedClient reflected;

  @BeforeAll
  void connect(World shared) {
    world = shared;
    reflected = ReflectedClient.connect(world.address());
  }

  @AfterAll
  void close() {
    if (reflected != null) {
      reflected.close();
    }
  }

  /** Number, first, since and until, as in both requests. */
  private record Selection(
      long number, boolean first, Optional<Timestamp> since, Optional<Timestamp> until) {
    static final Selection ALL = new Selection(0, false, Optional.empty(), Optional.empty());

    GetAgentEventsRequest agent() {
      GetAgentEventsRequest.Builder request =
          GetAgentEventsRequest.newBuilder().setNumber(number).setFirst(first);
      since.ifPresent(request::setSince);
      until.ifPresent(request::setUntil);
      return request.build();
    }

    GetDebugEventsRequest debug() {
      GetDebugEventsRequest.Builder request =
          GetDebugEventsRequest.newBuilder().setNumber(number).setFirst(first);
      since.ifPresent(request::setSince);
      until.ifPresent(request::setUntil);
      return request.build();
    }

    /** What it means, given all events in their order. */
    List<ExportEvent> of(List<ExportEvent> all) {
      List<ExportEvent> inRange =
          all.stream()
              .filter(e -> since.isEmpty() || Timestamps.compare(e.getTime(), since.get()) >= 0)
              .filter(e -> until.isEmpty() || Timestamps.compare(e.getTime(), until.get()) <= 0)
              .toList();
      int count =
          number <= 0 ? inRange.size() : (int) Math.min(number, inRange.size()); // -1 is 2^64-1
      return first || since.isPresent()
          ? inRange.subList(0, count)
          : inRange.subList(inRange.size() - count, inRange.size());
    }
  }

  private List<ExportEvent> ask(Asked asked, Selection selection) {
    List<ExportEvent> events = new ArrayList<>();
    if (asked == Asked.AGENT) {
      Iterator<GetAgentEventsResponse> answers =
          world.client().stub().getAgentEvents(selection.agent());
      answers.forEachRemaining(
          a ->
              events.add(
                  ExportEvent.newBuilder()
                      .setAgentEvent(a.getAgentEvent())
                      .setNodeName(a.getNodeName())
                      .setTime(a.getTime())
                      .build()));
    } else {
      Iterator<GetDebugEventsResponse> answers =
          world.client().stub().getDebugEvents(selection.debug());
      answers.forEachRemaining(
          d ->
              events.add(
                  ExportEvent.newBuilder()
                      .setDebugEvent(d.getDebugEvent())
                      .setNodeName(d.getNodeName())
                      .setTime(d.getTime())
                      .build()));
    }
    return events;
  }

  /** What went in, in no order. */
  private List<ExportEvent> made(Asked asked) {
    return world.beside().stream()
        .filter(event -> event.hasAgentEvent() == (asked == Asked.AGENT))
        .map(AgentEventsConformanceIT::exported)
        .toList();
  }

  private static ExportEvent exported(Event event) {
    ExportEvent.Builder item =
        ExportEvent.newBuilder()
            .setNodeName(event.getNode().isEmpty() ? Feed.NODE : event.getNode())
            .setTime(Timestamps.fromNanos(event.getObservedAtNs()));
    return event.hasAgentEvent()
        ? item.setAgentEvent(event.getAgentEvent()).build()
        : item.setDebugEvent(event.getDebugEvent()).build();
  }

  @ParameterizedTest
  @EnumSource
  void allThatWentInComesOut_wholeAndInOrderOfTime(Asked asked) {
    List<ExportEvent> all = ask(asked, Selection.ALL);
    assertThat(all)
        .hasSize(World.MADE_BESIDE)
        .containsExactlyInAnyOrderElementsOf(made(asked))
        .isSortedAccordingTo((a, b) -> Timestamps.compare(a.getTime(), b.getTime()));
  }

  @ParameterizedTest
  @EnumSource
  void numberFirstSinceAndUntilMeanWhatTheyMeanForFlows(Asked asked) {
    List<ExportEvent> all = ask(asked, Selection.ALL);
    Timestamp third = all.get(World.MADE_BESIDE / 3).getTime();
    List<Optional<Timestamp>> times =
        List.of(
            Optional.empty(),
            Optional.of(third),
            Optional.of(Timestamps.add(third, com.google.protobuf.util.Durations.fromNanos(1))),
            Optional.of(all.get(World.MADE_BESIDE - 1).getTime()),
            Optional.of(Timestamps.fromSeconds(0)));
    for (long number : new long[] {0, 1, 7, 1_000_000, -1}) {
      for (boolean first : new boolean[] {false, true}) {
        for (Optional<Timestamp> since : times) {
          for (Optional<Timestamp> until : times) {
            Selection selection = new Selection(number, first, since, until);
            assertThat(ask(asked, selection)).as("%s", selection).isEqualTo(selection.of(all));
          }
        }
      }
    }
  }

  /** By the names that the server tells, not by the build's classes. */
  @ParameterizedTest
  @EnumSource
  void aClientWithoutStubsReadsTheSame(Asked asked) {
    String method = asked == Asked.AGENT ? "GetAgentEvents" : "GetDebugEvents";
    List<DynamicMessage> answers = reflected.stream("observer.Observer/" + method, "{}");
    assertThat(answers.stream().map(AgentEventsConformanceIT::lines).toList())
        .isEqualTo(
            ask(asked, Selection.ALL).stream().map(AgentEventsConformanceIT::lines).toList());
  }

  /** Names and values; in no order, since the two messages declare their fields in another one. */
  private static List<String> lines(Message message) {
    return TextFormat.printer().printToString(message).lines().sorted().toList();
  }

  @Test
  void flowsComeWithoutThem() {
    assertThat(world.events()).allMatch(e -> e.hasFlow() || e.hasLostEvents() || e.hasNodeStatus());
    assertThat(world.events().stream().filter(GetFlowsResponse::hasFlow).count())
        .isEqualTo(world.recorded().size() + world.made().size() + world.live().size());
  }

  @Test
  void firstWithFollowIsRefused() {
    for (String method : List.of("GetAgentEvents", "GetDebugEvents")) {
      assertThatThrownBy(
              () ->
                  reflected.stream(
                      "observer.Observer/" + method, "{\"first\":true,\"follow\":true}"))
          .hasMessage("INVALID_ARGUMENT: first cannot be specified with follow");
    }
  }
}
