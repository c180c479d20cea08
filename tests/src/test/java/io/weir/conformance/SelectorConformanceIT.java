package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.relay.NodeState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which part of what matches comes, in which order, and how much of each flow. */
@ExtendWith(WorldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectorConformanceIT {
  /** 2^64-1: what the command line sends for all. */
  private static final long ALL = -1;

  private static final int COMBINATIONS = 50;

  private World world;
  private Verification verification;
  private ReflectedClient reflected;

  @BeforeAll
  void connect(World shared) {
    world = shared;
    verification = new Verification(world);
    reflected = ReflectedClient.connect(world.address());
  }

  @AfterAll
  void tell() {
    if (reflected != null) {
      reflected.close();
      System.out.println(verification.summary("of selectors and masks", world.seed()));
    }
  }

  Stream<ObserverApi> clients() {
    return Stream.of(world.client(), reflected);
  }

  /** A part of all combinations, another one for each client. */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void numberFirstSinceAndUntilTogether(ObserverApi client) {
    List<GetFlowsRequest> requests = new ArrayList<>();
    // 1,500 is more than the server keeps in memory to turn around.
    for (long number : new long[] {0, 1, 2, 40, 1_500, 1_000_000, ALL}) {
      for (boolean first : new boolean[] {false, true}) {
        for (Optional<Timestamp> since : times()) {
          for (Optional<Timestamp> until : times()) {
            GetFlowsRequest.Builder request =
                GetFlowsRequest.newBuilder().setNumber(number).setFirst(first);
            since.ifPresent(request::setSince);
            until.ifPresent(request::setUntil);
            requests.add(request.build());
            requests.add(request.addWhitelist(dropped()).build());
          }
        }
      }
    }
    Collections.shuffle(requests, new Random(world.seed() + client.toString().length()));
    requests.subList(0, COMBINATIONS).forEach(request -> verification.check(client, request));
  }

  private static FlowFilter dropped() {
    return FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();
  }

  /** None; exactly when something happened; a moment after; before and after everything. */
  private List<Optional<Timestamp>> times() {
    Timestamp third = world.events().get(world.events().size() / 3).getTime();
    Timestamp half = MadeEvents.time(World.MADE_FLOWS / 2);
    return List.of(
        Optional.empty(),
        Optional.of(third),
        Optional.of(half),
        Optional.of(Timestamps.add(half, com.google.protobuf.util.Durations.fromNanos(1))),
        Optional.of(Timestamps.fromSeconds(0)),
        Optional.of(Timestamps.fromSeconds(4_000_000_000L)));
  }

  /** Losses are told whatever was asked for, and are never counted as flows. */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void lossesPassEveryFilterAndDoNotCount(ObserverApi client) {
    GetFlowsRequest nothing =
        GetFlowsRequest.newBuilder()
            .addWhitelist(FlowFilter.newBuilder().addUuid("nobody"))
            .addBlacklist(FlowFilter.getDefaultInstance())
            .build();
    assertThat(client.flows(nothing))
        .hasSize(world.losses().size())
        .allMatch(GetFlowsResponse::hasLostEvents);
    verification.check(client, nothing.toBuilder().setNumber(5).build());

    GetFlowsRequest last =
        GetFlowsRequest.newBuilder().setNumber(World.MADE_FLOWS).addWhitelist(made()).build();
    assertThat(client.flows(last)).hasSize(World.MADE_FLOWS + world.losses().size());
    verification.check(client, last);
  }

  private static FlowFilter made() {
    return FlowFilter.newBuilder().addNodeName("prod*/*").addNodeName("default/*").build();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void masksLeaveWhatTheyName(ObserverApi client) {
    for (List<String> paths :
        List.of(
            List.of("time"),
            List.of("verdict", "node_name"),
            List.of("source.identity", "destination.labels", "l4"),
            List.of("source", "source.identity"),
            List.of("l7.http.method", "l7.dns.query", "Summary"),
            List.of("IP.source", "is_reply", "extensions"),
            List.of("source_names", "egress_allowed_by", "trace_context.parent.trace_id"))) {
      FieldMask mask = FieldMask.newBuilder().addAllPaths(paths).build();
      verification.check(client, GetFlowsRequest.newBuilder().setFieldMask(mask).build());
    }
  }

  /** As hubble-relay does, and like there never masked, filtered or counted. */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void whoeverReportsIsNamedBeforeTheFirstEvent(ObserverApi client) {
    assumeThat(world.recorded()).as("a collector reports what it recorded").isNotEmpty();
    GetFlowsRequest request =
        GetFlowsRequest.newBuilder()
            .setNumber(1)
            .addWhitelist(made())
            .setFieldMask(FieldMask.newBuilder().addPaths("verdict"))
            .build();

    List<GetFlowsResponse> answers = ImmutableList.copyOf(client.getFlows(request));

    assertThat(answers.get(0).getNodeStatus().getStateChange()).isEqualTo(NodeState.NODE_CONNECTED);
    assertThat(answers.get(0).getNodeStatus().getNodeNamesList())
        .containsAll(
            world.recorded().stream()
                .map(Flow::getNodeName)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    assertThat(answers.stream().filter(GetFlowsResponse::hasFlow)).hasSize(1);
  }

  /** Where the flow in an answer has been masked, time and node stand beside it all the same. */
  @Test
  void timeAndNodeBesideTheFlowAreAlwaysFilled() {
    assertThat(world.events()).allMatch(event -> event.hasTime() && !event.getNodeName().isEmpty());
    FieldMask mask = FieldMask.newBuilder().addPaths("verdict").build();
    assertThat(world.client().flows(GetFlowsRequest.newBuilder().setFieldMask(mask).build()))
        .extracting(event -> event.getTime() + event.getNodeName())
        .isEqualTo(
            world.events().stream().map(event -> event.getTime() + event.getNodeName()).toList());
  }

  /** All that the command asks for and all that it prints; what else comes is true. */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void theCommandsOwnMaskBringsWhatTheCommandPrints(ObserverApi client) {
    List<String> printed = new ArrayList<>(MaskMeaning.CLI_DEFAULT);
    printed.addAll(MaskMeaning.CLI_PRINTS_TOO);
    FieldMask mask = FieldMask.newBuilder().addAllPaths(MaskMeaning.CLI_DEFAULT).build();

    List<GetFlowsResponse> answers =
        client.flows(GetFlowsRequest.newBuilder().setFieldMask(mask).build());

    assertThat(answers).hasSameSizeAs(world.events());
    for (int i = 0; i < answers.size(); i++) {
      Flow is = answers.get(i).getFlow();
      Flow was = world.events().get(i).getFlow();
      assertThat(MaskMeaning.apply(printed, is)).isEqualTo(MaskMeaning.apply(printed, was));
      is.getAllFields()
          .forEach(
              (field, value) -> {
                if (!field.getName().equals("source") && !field.getName().equals("destination")) {
                  assertThat(value).as(field.getName()).isEqualTo(was.getField(field));
                }
              });
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void whatMakesNoSenseIsRefusedWithTheReason(ObserverApi client) {
    refused(
        client,
        GetFlowsRequest.newBuilder().setFirst(true).setFollow(true),
        "first cannot be specified with follow");
    for (String path : List.of("nothing", "source.nothing", "source..identity", "ip", "")) {
      refused(
          client,
          GetFlowsRequest.newBuilder()
              .setFieldMask(FieldMask.newBuilder().addPaths("time").addPaths(path)),
          "invalid fieldmask");
    }
  }

  static void refused(ObserverApi client, GetFlowsRequest.Builder request, String... words) {
    assertThatThrownBy(() -> client.flows(request.build()))
        .as("%s", request)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).contains(words);
            });
  }
}
