package io.weir.streams.state;

import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.TestFlows;
import io.weir.streams.coverage.CoverageCounts;
import io.weir.streams.coverage.GapCounts;
import io.weir.streams.drop.Denials;
import io.weir.streams.drop.DropCounts;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.edge.NameHistory;
import io.weir.streams.edge.NamedCounts;
import io.weir.streams.edge.PathClaim;
import io.weir.streams.edge.PathLoss;
import io.weir.streams.edge.Sighting;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every format reads the golden file of every version. A golden file is hexadecimal text; a new
 * version adds one and changes none; {@code -Dweir.state.write} writes those of the newest
 * versions.
 */
class StateFormatsTest {
  private static final long MS = 1_000_000;

  static Stream<Arguments> formats() {
    Connection connection = new Connection();
    List<EdgeDelta> deltas = deltas(connection);
    DropCounts.Sample sample = new DropCounts.Sample(T0, "collector-1:7");
    DropDelta drop =
        DropDelta.of(
                TestFlows.event(
                    TestFlows.syn().toBuilder()
                        .setVerdictValue(2)
                        .setDropReasonDescValue(133)
                        .build(),
                    T0,
                    7))
            .orElseThrow();
    SliTally tally =
        SliTally.probe(true)
            .plus(SliTally.probe(false))
            .plus(SliTally.of(EdgeCounts.custom(CustomTally.one("carts", true))));
    PathLoss paths = new PathLoss();
    paths.sighted(new Sighting("10.0.0.2", "node-2", 170_000_000));
    paths.claimed(
        new PathClaim("c>10.0.0.2@1", deltas.get(0).edge(), T0, "10.0.0.2", "node-1", false));
    return Stream.of(
        Arguments.of(new ConnectionFormat(), connection),
        Arguments.of(new EdgeCountsFormat(), asBefore(sum(deltas))),
        Arguments.of(
            new EdgeDeltaFormat(),
            new EdgeDelta(deltas.get(0).edge(), T0, flowAlone(deltas.get(0).counts()))),
        Arguments.of(
            new CoverageCountsFormat(),
            CoverageCounts.received("node-1", 5)
                .plus(
                    CoverageCounts.gap(
                        new GapCounts.Cause("node-3", "hubble", "overrun"),
                        new GapCounts(37, T0, T0 + MS)))),
        Arguments.of(new DropCountsFormat(), DropCounts.one(sample)),
        Arguments.of(new DropDeltaFormat(), drop),
        Arguments.of(
            new DenialsFormat(),
            Denials.of(
                List.of(
                    new Denials.Denied(
                        "node-1", TrafficDirection.EGRESS, T0, List.of("shop/deny-payment"))),
                List.of(drop))),
        Arguments.of(
            new NameHistoryFormat(),
            NameHistory.of(
                T0,
                T0 + MS,
                List.of(new NameHistory.Denial(T0 - MS, T0 - 2 * MS, deltas.get(0).edge())))),
        Arguments.of(new PathLossFormat(), paths),
        Arguments.of(
            new SloDefinitionFormat(),
            SloDefinition.newBuilder().setName("checkout").setEffectiveFromNs(T0).build()),
        Arguments.of(new SliTallyFormat(), tally),
        Arguments.of(new SliDeltaFormat(), new SliDelta("shop/web/readiness", T0, tally)),
        Arguments.of(new WindowFormat(), new Window(WindowSize.MINUTE, T0)),
        Arguments.of(
            new SeenFormat(), new SeenFormat.Seen(3, "collector-1", -1, 1_700_000_000_000L)));
  }

  private static List<EdgeDelta> deltas(Connection connection) {
    ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
    List<EdgeDelta> deltas = new ArrayList<>();
    deltas.addAll(tracker.onFlow(connection, TestFlows.syn(), T0));
    deltas.addAll(tracker.onFlow(connection, TestFlows.synAck(), T0 + MS));
    deltas.addAll(tracker.onFlow(connection, TestFlows.request("GET", "/cart"), T0 + 2 * MS));
    deltas.addAll(tracker.onFlow(connection, TestFlows.response(503, 20 * MS), T0 + 22 * MS));
    deltas.addAll(tracker.onFlow(connection, TestFlows.query("a.example."), T0 + 23 * MS));
    deltas.addAll(tracker.onFlow(connection, TestFlows.answer("b.example.", 3), T0 + 24 * MS));
    deltas.addAll(tracker.onFlow(connection, TestFlows.serverRst(), T0 + 25 * MS));
    // The port once more: another conversation, tried twice.
    tracker.onFlow(connection, TestFlows.syn(), T0 + 60_000 * MS);
    tracker.onFlow(connection, TestFlows.syn(), T0 + 61_000 * MS);
    // The server's proxy saw the same request, and more that the client's did not.
    Flow atServer = TestFlows.atServer(TestFlows.request("GET", "/cart"));
    tracker.onFlow(connection, atServer, T0 + 3 * MS);
    tracker.onFlow(connection, TestFlows.atServer(TestFlows.query("a.example.")), T0 + 24 * MS);
    tracker.onFlow(connection, TestFlows.produced("orders", 5), T0 + 24 * MS);
    connection.lastArrivalMs = 1_700_000_000_000L;
    return deltas;
  }

  private static EdgeCounts sum(List<EdgeDelta> deltas) {
    return deltas.stream().map(EdgeDelta::counts).reduce(EdgeCounts.NONE, EdgeCounts::plus);
  }

  /** Without what protobuf messages of that version did not have yet. */
  private static EdgeCounts asBefore(EdgeCounts counts) {
    return EdgeCounts.fromProto(counts.toProto().toBuilder().clearDelivered().build());
  }

  private static EdgeCounts flowAlone(EdgeCounts counts) {
    return EdgeCounts.fromProto(counts.toProto().toBuilder().clearTcp().clearDelivered().build());
  }

  @ParameterizedTest
  @MethodSource("formats")
  <T> void readsTheGoldenFileOfItsVersionAndWritesItAgain(StateFormat<T> format, T value)
      throws IOException {
    if (System.getProperty("weir.state.write") != null) {
      Files.writeString(file(format, format.version()), hex(format.encode(value)) + "\n");
    }
    byte[] golden = golden(format, format.version());
    assertThat(hex(format.encode(value)))
        .as("bytes of %s; a change of format needs a new version", format.name())
        .isEqualTo(hex(golden));
    assertThat(format.encode(format.decode(golden))).isEqualTo(golden);
  }

  /** What a program of that version left behind in a checkpoint is still understood. */
  @ParameterizedTest
  @MethodSource("formats")
  <T> void readsTheGoldenFilesOfEarlierVersions(StateFormat<T> format, T value) throws IOException {
    for (int version = 1; version < format.version(); version++) {
      T read = format.decode(golden(format, version));
      assertThat(hex(format.encode(format.decode(format.encode(read)))))
          .as("%s of version %s", format.name(), version)
          .isEqualTo(hex(format.encode(read)));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  <T> void rejectsNewerVersions(StateFormat<T> format, T value) {
    byte[] newer = format.encode(value);
    newer[0] = (byte) (format.version() + 1);
    assertThatThrownBy(() -> format.decode(newer))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s version: %s (expected: 1 to %s)",
            format.name(), format.version() + 1, format.version());
  }

  @ParameterizedTest
  @MethodSource("formats")
  <T> void rejectsTrailingBytes(StateFormat<T> format, T value) {
    byte[] bytes = format.encode(value);
    assertThatThrownBy(() -> format.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 bytes left over");
  }

  @ParameterizedTest
  @MethodSource("formats")
  <T> void rejectsWhatIsCutShort(StateFormat<T> format, T value) {
    byte[] bytes = format.encode(value);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> format.decode(cut)).isInstanceOf(IOException.class);
    }
  }

  /** A checkpoint between what two proxies say of one request. */
  @Test
  void whatProxiesReportedCanBeTakenBackAfterARestart() throws IOException {
    ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
    Flow request = TestFlows.request("GET", "/cart");
    Connection before = new Connection();
    List<EdgeDelta> deltas = new ArrayList<>();
    deltas.addAll(tracker.onFlow(before, TestFlows.atServer(request), T0 + 5 * MS));
    deltas.addAll(tracker.onFlow(before, TestFlows.response(503, 20 * MS), T0 + 25 * MS));
    ConnectionFormat format = new ConnectionFormat();
    Connection after = format.decode(format.encode(before));
    deltas.addAll(tracker.onFlow(after, request, T0));
    assertThat(sum(deltas).http().requests()).isEqualTo(1);
    assertThat(sum(deltas).http().responses()).isEqualTo(NamedCounts.one("503"));
  }

  /** Before version 4 the first to come in owned it, and nothing was kept of the others. */
  @Test
  void theOwnerOfAnEarlierVersionStays() throws IOException {
    Connection read = new ConnectionFormat().decode(golden(new ConnectionFormat(), 3));
    assertThat(read.former).hasSize(1);
    assertThat(read.former.get(0).proxyStays).isTrue();
    assertThat(read.former.get(0).lookups).isNotEmpty();
    assertThat(read.newest.proxyStays).isFalse();
  }

  private static Path file(StateFormat<?> format, int version) {
    return Path.of("src/test/resources/state", format.name() + "-v" + version + ".hex");
  }

  private static byte[] golden(StateFormat<?> format, int version) throws IOException {
    return HexFormat.of().parseHex(Files.readString(file(format, version)).strip());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
