package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each flag of {@code weir observe} asks for what Hubble's flag of that name asks for. */
@ExtendWith(WorldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliConformanceIT {
  private static final int COMBINATIONS = 40;

  /** JSON knows no extension of a type that nobody registered, so such flows are left out. */
  private static final FlowFilter EXTENDED = extended();

  private static final Pattern OFFERED =
      Pattern.compile("(?m)^ +(?:-(?<letter>\\w), )?--(?<name>[-a-z0-9]+)");

  /** In the list of filters, but no filter by itself. */
  private static final Set<String> NO_FILTERS = Set.of("--not", "--cel-expression");

  private World world;
  private Verification verification;
  private List<GetFlowsResponse> events;

  @BeforeAll
  void share(World shared) {
    world = shared;
    verification = new Verification(world);
    events =
        CliRun.readBack(
            AnswerMeaning.of(
                GetFlowsRequest.newBuilder().addBlacklist(EXTENDED).build(), world.events()));
  }

  @AfterAll
  void tell() {
    System.out.println(verification.summary("of the command line", world.seed()));
  }

  private static FlowFilter extended() {
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    for (int n = 0; n < World.MADE_FLOWS; n += MadeEvents.EXTENSION_EVERY) {
      filter.addUuid("made-" + n);
    }
    return filter.build();
  }

  /** A flag that the command offers and this suite does not know is a case that is missing. */
  @Test
  void everyFilterFlagOfTheHelpIsInTheTable() {
    String help = CliRun.weir(List.of("observe", "--help")).out();
    Matcher offered = OFFERED.matcher(help.substring(help.indexOf("\nFilters")));
    Set<String> names = new TreeSet<>();
    while (offered.find()) {
      names.add("--" + offered.group("name"));
      if (offered.group("letter") != null) {
        names.add("-" + offered.group("letter"));
      }
    }
    names.removeAll(NO_FILTERS);
    Set<String> known = new TreeSet<>();
    CliFlag.ALL.forEach(flag -> known.addAll(flag.names()));
    assertThat(names).isEqualTo(known);
  }

  /** A flag that finds nothing, whatever its value, would prove nothing. */
  @Test
  void everyFlagFindsSomeFlowsAndMissesSome() {
    for (CliFlag flag : CliFlag.ALL) {
      assertThat(flag.values())
          .as(flag.names().get(0))
          .anySatisfy(
              value ->
                  assertThat(
                          world.made().stream().filter(flow -> passes(flag, value, flow)).count())
                      .isBetween(1L, World.MADE_FLOWS - 1L));
    }
  }

  private static boolean passes(CliFlag flag, String value, Flow flow) {
    return FilterMeaning.passes(flag.filters(value), List.of(), flow);
  }

  @TestFactory
  Stream<DynamicTest> eachFlagAlone() {
    return CliFlag.ALL.stream()
        .map(flag -> DynamicTest.dynamicTest(flag.names().get(0), () -> checkAlone(flag)));
  }

  /** Every value; the first under every name and over everything; after {@code --not}; twice. */
  private void checkAlone(CliFlag flag) throws Exception {
    String first = flag.values().get(0);
    for (String name : flag.names()) {
      check(
          plus(flag.given(name, first), "--all"),
          request().setNumber(-1).addAllWhitelist(flag.filters(first)));
    }
    String name = flag.names().get(0);
    for (String value : flag.values().subList(1, flag.values().size())) {
      check(made(flag.given(name, value)), since().addAllWhitelist(flag.filters(value)));
    }
    String last = flag.values().get(flag.values().size() - 1);
    check(
        made(plus(plus(flag.given(name, first), "--not"), flag.given(name, last))),
        since().addAllWhitelist(flag.filters(first)).addAllBlacklist(flag.filters(last)));
    check(
        made(plus(flag.given(name, first), flag.given(name, last))),
        since().addAllWhitelist(CliFlag.filters(List.of(flag, flag), List.of(first, last))));
  }

  /** Different flags: all must fit; and the same again for what is to be left out. */
  @Test
  void flagsTogether() throws Exception {
    Random random = new Random(world.seed());
    for (int i = 0; i < COMBINATIONS; i++) {
      List<String> args = new ArrayList<>();
      List<FlowFilter> whitelist = together(random, List.of(), args);
      List<FlowFilter> blacklist =
          random.nextBoolean() ? together(random, List.of("--not"), args) : List.of();
      if (whitelist.stream().noneMatch(FilterMeaning::isRefused)
          && blacklist.stream().noneMatch(FilterMeaning::isRefused)) {
        check(made(args), since().addAllWhitelist(whitelist).addAllBlacklist(blacklist));
      }
    }
  }

  /** Two or three flags that may stand together, for a flow that is there. */
  private List<FlowFilter> together(Random random, List<String> before, List<String> args) {
    Flow flow = world.made().get(random.nextInt(World.MADE_FLOWS));
    List<CliFlag> flags = new ArrayList<>(CliFlag.ALL);
    Collections.shuffle(flags, random);
    Set<String> taken = new HashSet<>();
    List<CliFlag> chosen = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (CliFlag flag : flags) {
      // Several of these name an endpoint, and contradict each other.
      boolean names = flag.left().matches("(source|destination)_(pod|service|ip|fqdn)");
      List<String> fitting =
          flag.values().stream().filter(value -> passes(flag, value, flow)).toList();
      if (chosen.size() < 3 && !fitting.isEmpty() && taken.add(names ? "name" : flag.base())) {
        String value = fitting.get(random.nextInt(fitting.size()));
        chosen.add(flag);
        values.add(value);
        args.addAll(before);
        args.addAll(flag.given(flag.names().get(0), value));
      }
    }
    return CliFlag.filters(chosen, values);
  }

  @Test
  void aNamespaceCompletesTheNamesOfPodsAndServices() throws Exception {
    check(
        made(List.of("--from-namespace", "shop", "--from-pod", "cart")),
        since().addWhitelist(FlowFilter.newBuilder().addSourcePod("shop/cart")));
    check(
        made(List.of("-n", "shop", "--pod", "cart")),
        since()
            .addWhitelist(FlowFilter.newBuilder().addSourcePod("shop/cart"))
            .addWhitelist(FlowFilter.newBuilder().addDestinationPod("shop/cart")));
  }

  @Test
  void numbersAndTimes() throws Exception {
    String from = Timestamps.toString(MadeEvents.time(100));
    String to = Timestamps.toString(MadeEvents.time(200));
    check(List.of(), request().setNumber(20));
    check(List.of("--first", "5"), request().setFirst(true).setNumber(5));
    check(List.of("--last", "7"), request().setNumber(7));
    check(List.of("--all"), request().setNumber(-1));
    check(List.of("--since", from), request().setSince(MadeEvents.time(100)));
    check(List.of("--until", to), request().setUntil(MadeEvents.time(200)));
    check(
        List.of("--since", from, "--until", to),
        request().setSince(MadeEvents.time(100)).setUntil(MadeEvents.time(200)));
    check(
        List.of("--since", from, "--last", "3"),
        request().setSince(MadeEvents.time(100)).setNumber(3));
    check(
        List.of("--until", to, "--last", "4"),
        request().setUntil(MadeEvents.time(200)).setNumber(4));
  }

  /** For what has no flag: replies, DNS queries, several filters at once. */
  @Test
  void filtersAsJson() throws Exception {
    check(
        made(List.of("--allowlist", "{\"reply\":[true]}")),
        since().addWhitelist(FlowFilter.newBuilder().addReply(true)));
    check(
        made(
            List.of(
                "--allowlist",
                "{\"dns_query\":[\"example\"]} {\"verdict\":[\"AUDIT\"]}",
                "--denylist",
                "{\"source_pod\":[\"shop/\"]}",
                "--verdict",
                "ERROR")),
        since()
            .addWhitelist(FlowFilter.newBuilder().addDnsQuery("example"))
            .addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.AUDIT))
            .addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.ERROR))
            .addBlacklist(FlowFilter.newBuilder().addSourcePod("shop/")));
  }

  @Test
  void aMaskAsksForLess() throws Exception {
    check(
        made(List.of("--field-mask", "verdict,source.pod_name,l7")),
        since()
            .setFieldMask(
                FieldMask.newBuilder()
                    .addPaths("verdict")
                    .addPaths("source.pod_name")
                    .addPaths("l7")));
  }

  private static GetFlowsRequest.Builder request() {
    return GetFlowsRequest.newBuilder();
  }

  private static GetFlowsRequest.Builder since() {
    return request().setSince(MadeEvents.time(0));
  }

  /** The made flows alone: all that the flags' values speak about, and soon read. */
  private static List<String> made(List<String> args) {
    return plus(args, "--since", Timestamps.toString(MadeEvents.time(0)));
  }

  private static List<String> plus(List<String> args, String... more) {
    return plus(args, List.of(more));
  }

  private static List<String> plus(List<String> args, List<String> more) {
    List<String> all = new ArrayList<>(args);
    all.addAll(more);
    return all;
  }

  private void check(List<String> args, GetFlowsRequest.Builder request)
      throws InvalidProtocolBufferException {
    List<String> command =
        plus(List.of("observe", "--server", world.address(), "-o", "json"), args);
    CliRun run =
        CliRun.weir(
            plus(
                command,
                "--denylist",
                JsonFormat.printer().preservingProtoFieldNames().print(EXTENDED)));
    verification.same(request.build(), run.events(), events, "weir " + String.join(" ", command));
  }
}
