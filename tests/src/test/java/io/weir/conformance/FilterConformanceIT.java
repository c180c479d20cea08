package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of {@code flow.FlowFilter} selects what it means, alone and with others. */
@ExtendWith(WorldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterConformanceIT {
  private static final int COMBINATIONS = 60;

  private World world;
  private FieldValues values;
  private Verification verification;
  private ReflectedClient reflected;

  @BeforeAll
  void askEverything(World shared) {
    world = shared;
    values = new FieldValues(world.flows(), world.seed());
    verification = new Verification(world);
    reflected = ReflectedClient.connect(world.address());
  }

  @AfterAll
  void tell() {
    if (reflected != null) {
      reflected.close();
    }
    System.out.println(verification.summary("of filters", world.seed()));
  }

  /** What all other answers are compared with is itself what went in, in order of time. */
  @Test
  void everythingThatWentInComesOutOnceInOrderOfTime() {
    List<Flow> in = new ArrayList<>(world.recorded());
    in.addAll(world.made());
    in.addAll(world.live());

    assertThat(world.events())
        .isSortedAccordingTo((a, b) -> Timestamps.compare(a.getTime(), b.getTime()));
    assertThat(counted(world.flows())).isEqualTo(counted(in));
    assertThat(world.events().stream().filter(GetFlowsResponse::hasLostEvents))
        .extracting(GetFlowsResponse::getLostEvents)
        .containsExactlyInAnyOrderElementsOf(
            world.losses().stream().map(event -> event.getLoss().getHubble()).toList());
  }

  private static Map<Flow, Integer> counted(List<Flow> flows) {
    Map<Flow, Integer> counted = new HashMap<>();
    flows.forEach(flow -> counted.merge(flow, 1, Integer::sum));
    return counted;
  }

  @Test
  void everyFieldOfTheContractHasAMeaningAndValues() {
    assertThat(FilterMeaning.fields()).containsExactlyInAnyOrderElementsOf(asked());
    assertThat(values.fields()).containsExactlyInAnyOrderElementsOf(asked());
  }

  private static Set<String> asked() {
    Set<String> fields = new HashSet<>(FieldValues.contract());
    fields.remove("experimental"); // CEL: the server refuses it
    return fields;
  }

  /** A case that finds nothing, or all, would prove nothing. */
  @Test
  void valuesOfEveryFieldFindSomeMadeFlowsAndMissSome() {
    for (String field : values.fields()) {
      List<Long> found =
          values.of(field).stream()
              .map(value -> FieldValues.filter(field, List.of(value)))
              .map(
                  filter ->
                      world.made().stream()
                          .filter(flow -> FilterMeaning.matches(filter, flow))
                          .count())
              .toList();
      assertThat(found).as(field).anyMatch(count -> count > 0 && count < World.MADE_FLOWS);
    }
  }

  @TestFactory
  Stream<DynamicTest> eachFieldAlone() {
    return values.fields().stream()
        .map(field -> DynamicTest.dynamicTest(field, () -> checkAlone(field)));
  }

  /** Each value, the clients taking turns; several, of which any may fit; two left out. */
  private void checkAlone(String field) {
    List<Object> all = values.of(field);
    for (int i = 0; i < all.size(); i++) {
      FlowFilter filter = FieldValues.filter(field, List.of(all.get(i)));
      GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder().addWhitelist(filter);
      if (world.recorded().stream().noneMatch(flow -> FilterMeaning.matches(filter, flow))) {
        request.setSince(
            MadeEvents.time(0)); // nothing to find before; it saves a third of the time
      }
      verification.check(client(i), request.build());
    }
    List<Object> some = all.subList(0, Math.min(3, all.size()));
    verification.check(
        client(all.size()),
        GetFlowsRequest.newBuilder().addWhitelist(FieldValues.filter(field, some)).build());
    verification.check(
        client(all.size() + 1),
        GetFlowsRequest.newBuilder()
            .addBlacklist(FieldValues.filter(field, all.subList(0, 1)))
            .addBlacklist(FieldValues.filter(field, all.subList(all.size() / 2, all.size())))
            .build());
  }

  private ObserverApi client(int turn) {
    return turn % 2 == 0 ? world.client() : reflected;
  }

  Stream<ObserverApi> clients() {
    return Stream.of(world.client(), reflected);
  }

  /** Several fields in a filter, several filters in both lists, about flows that are there. */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("clients")
  void fieldsTogether(ObserverApi client) {
    Random random = new Random(world.seed() + client.toString().length());
    for (int i = 0; i < COMBINATIONS; i++) {
      GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
      for (int n = random.nextInt(4); n > 0; n--) {
        request.addWhitelist(together(random));
      }
      for (int n = random.nextInt(3); n > 0; n--) {
        request.addBlacklist(together(random));
      }
      verification.check(client, request.build());
    }
  }

  /** Two to four fields; most ask for what one flow has. */
  private FlowFilter together(Random random) {
    Flow flow = world.flows().get(random.nextInt(world.flows().size()));
    List<String> fields = new ArrayList<>(values.fields());
    java.util.Collections.shuffle(fields, random);
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    for (String field : fields.subList(0, 2 + random.nextInt(3))) {
      List<Object> fitting =
          values.of(field).stream()
              .filter(
                  value -> FilterMeaning.matches(FieldValues.filter(field, List.of(value)), flow))
              .toList();
      List<Object> from = fitting.isEmpty() || random.nextInt(5) == 0 ? values.of(field) : fitting;
      filter.mergeFrom(FieldValues.filter(field, List.of(from.get(random.nextInt(from.size())))));
    }
    return filter.build();
  }

  @TestFactory
  Stream<DynamicTest> valuesThatMakeNoSenseAreRefused() {
    return RefusedFilters.all()
        .map(
            refused ->
                DynamicTest.dynamicTest(
                    refused.toString(),
                    () ->
                        SelectorConformanceIT.refused(
                            world.client(),
                            GetFlowsRequest.newBuilder()
                                .addBlacklist(FlowFilter.getDefaultInstance())
                                .addBlacklist(
                                    FieldValues.filter(refused.field(), List.of(refused.value()))),
                            "invalid",
                            "filter",
                            refused.value().strip(),
                            "blacklist[1]." + refused.field() + "[0]")));
  }

  @Test
  void httpAskedOfEventsWithoutItIsRefused() {
    RefusedFilters.contradictions()
        .forEach(
            filter ->
                SelectorConformanceIT.refused(
                    reflected,
                    GetFlowsRequest.newBuilder().addWhitelist(filter),
                    "requires the event type filter to only match 'l7' events"));
  }

  @Test
  void anEmptyFilterMatchesEverything() {
    FlowFilter empty = FlowFilter.getDefaultInstance();
    verification.check(reflected, GetFlowsRequest.newBuilder().addWhitelist(empty).build());
    verification.check(reflected, GetFlowsRequest.newBuilder().addBlacklist(empty).build());
  }
}
