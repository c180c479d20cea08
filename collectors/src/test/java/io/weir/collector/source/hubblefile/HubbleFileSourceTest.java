package io.weir.collector.source.hubblefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.source.FakeSink;
import io.weir.collector.source.hubblefile.HubbleFileConfig.Times;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.ExportEvent;
import io.weir.ingest.v1.Event;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubbleFileSourceTest {
  private static final Path RECORDED = Path.of("../../shared/data/hubble-flows");
  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

  @TempDir Path dir;
  private final List<HubbleFileSource> sources = new ArrayList<>();
  private FakeSink sink = new FakeSink();

  @AfterEach
  void closeAll() {
    sources.forEach(HubbleFileSource::close);
  }

  private HubbleFileSource start(boolean follow, Times times, Path... files) throws StartException {
    HubbleFileConfig config =
        new HubbleFileConfig(List.of(files), follow, times, Duration.ofMillis(5), 4 << 20);
    HubbleFileSource source =
        new HubbleFileSource(
            config, InstantSource.fixed(NOW), new HubbleFileMetrics(new PrometheusRegistry()));
    sources.add(source);
    source.start(sink, sink.position());
    return source;
  }

  private List<Event> readOnce(Times times, Path... files) throws StartException {
    HubbleFileSource source = start(false, times, files);
    await().until(source::isDone);
    source.close();
    return sink.events();
  }

  /** A line with a flow, seen so many seconds after noon. */
  private static String line(int second, String uuid) {
    String time = String.format("2026-01-01T12:00:%02dZ", second);
    return "{\"flow\":{\"time\":\"%s\",\"uuid\":\"%s\"},\"node_name\":\"n\",\"time\":\"%s\"}\n"
        .formatted(time, uuid, time);
  }

  private static List<String> uuids(List<Event> events) {
    return events.stream().map(event -> event.getFlow().getUuid()).toList();
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(dir.resolve(name), String.join("", lines));
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void awaitUuids(String... uuids) {
    await().untilAsserted(() -> assertThat(uuids(sink.events())).containsExactly(uuids));
  }

  /** Every recorded line comes out as it went in; the one that is no JSON becomes discarded. */
  @Test
  void recordedFilesComeOutAsTheyWentIn() throws Exception {
    assumeThat(RECORDED).as("recorded flows are in %s", RECORDED).isDirectory();
    try (Stream<Path> files = Files.list(RECORDED)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".jsonl")).toList()) {
        sink = new FakeSink();
        List<Event> events = readOnce(Times.ORIGINAL, file);
        List<String> lines = Files.readAllLines(file);
        assertThat(events).as("%s", file).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
          check(events.get(i), lines.get(i), file + ":" + (i + 1));
        }
      }
    }
  }

  private static void check(Event event, String line, String place) throws IOException {
    if (!line.startsWith("{")) {
      assertThat(event.getDiscarded().getOrigin()).isEqualTo(place);
      assertThat(event.getDiscarded().getReason()).isEqualTo("malformed");
      assertThat(event.getDiscarded().getBytes().toStringUtf8()).isEqualTo(line);
      return;
    }
    ExportEvent.Builder expected = ExportEvent.newBuilder();
    JsonFormat.parser().merge(line, expected);
    assertThat(event.getFlow()).as(place).isEqualTo(expected.getFlow());
    assertThat(event.getSource()).isEqualTo("hubble-file");
    assertThat(event.getObservedAtNs())
        .isEqualTo(
            expected.getFlow().getTime().getSeconds() * 1_000_000_000
                + expected.getFlow().getTime().getNanos());
    assertThat(event.getNode())
        .isEqualTo(
            expected.getNodeName().isEmpty()
                ? expected.getFlow().getNodeName()
                : expected.getNodeName());
  }

  @Test
  void discardsWhatIsNoFlowAndGoesOn() throws Exception {
    Path file = write("a.jsonl", line(1, "a"), "\n", "nonsense\n", line(2, "b"));
    HubbleFileSource source = start(false, Times.ORIGINAL, file);
    await().until(source::isDone);

    List<Event> events = sink.events();
    assertThat(uuids(events)).containsExactly("a", "", "b");
    Event refused = events.get(1);
    assertThat(refused.getDiscarded().getOrigin()).isEqualTo(file + ":3");
    assertThat(refused.getDiscarded().getBytesTotal()).isEqualTo(8);
    assertThat(refused.getObservedAtNs()).isEqualTo(events.get(0).getObservedAtNs());
    assertThat(source.progress())
        .isEqualTo(new HubbleFileProgress(3, 1, 0, Files.size(file), Files.size(file), true));
  }

  @Test
  void discardsALineThatIsTooLong() throws Exception {
    String large = "{\"flow\":{\"uuid\":\"" + "x".repeat(5 << 20) + "\"}}\n";
    List<Event> events = readOnce(Times.ORIGINAL, write("a", line(1, "a"), large, line(2, "b")));

    assertThat(uuids(events)).containsExactly("a", "", "b");
    assertThat(events.get(1).getDiscarded().getReason()).isEqualTo("too_large");
    assertThat(events.get(1).getDiscarded().getBytesTotal()).isEqualTo(large.length() - 1);
    assertThat(events.get(1).getDiscarded().getBytes().size()).isEqualTo(64 << 10);
  }

  @Test
  void mergesFilesByTime() throws Exception {
    Path a = write("a", line(1, "a1"), line(4, "a4"), line(5, "a5"));
    Path b = write("b", line(2, "b2"), line(3, "b3"), line(6, "b6"));

    assertThat(uuids(readOnce(Times.ORIGINAL, a, b)))
        .containsExactly("a1", "b2", "b3", "a4", "a5", "b6");
  }

  @Test
  void shiftsTheLastEventToNowAndKeepsDistances() throws Exception {
    Path file =
        write(
            "a",
            line(1, "a"),
            "{\"lost_events\":{\"num_events_lost\":\"3\",\"first\":\"2026-01-01T12:00:02Z\"},"
                + "\"time\":\"2026-01-01T12:00:03Z\"}\n",
            line(9, "c"));

    List<Event> events = readOnce(Times.SHIFT_TO_NOW, file);

    assertThat(events.get(0).getFlow().getTime().getSeconds()).isEqualTo(NOW.getEpochSecond() - 8);
    assertThat(events.get(0).getObservedAtNs()).isEqualTo(ns(NOW.minusSeconds(8)));
    assertThat(events.get(1).getLoss().getCount()).isEqualTo(3);
    assertThat(events.get(1).getLoss().getStage()).isEqualTo("hubble");
    assertThat(events.get(1).getLoss().getFirstNs()).isEqualTo(ns(NOW.minusSeconds(7)));
    assertThat(events.get(1).getLoss().getLastNs()).isEqualTo(ns(NOW.minusSeconds(6)));
    assertThat(events.get(2).getObservedAtNs()).isEqualTo(ns(NOW));
  }

  private static long ns(Instant time) {
    return time.getEpochSecond() * 1_000_000_000;
  }

  @Test
  void agentAndDebugEventsAreEventsLikeAnyOther_inTheirPlaceAndTime() throws Exception {
    Path file =
        write(
            "a",
            line(1, "one"),
            "{\"agent_event\":{\"type\":\"AGENT_STARTED\",\"agent_start\":{\"time\":\"2026-01-01T12:00:01Z\"}},"
                + "\"node_name\":\"prod/n1\",\"time\":\"2026-01-01T12:00:02Z\"}\n",
            "{\"debug_event\":{\"message\":\"m\"},\"node_name\":\"prod/n1\",\"time\":\"2026-01-01T12:00:03Z\"}\n",
            line(4, "two"));

    List<Event> events = readOnce(Times.SHIFT_TO_NOW, file);

    assertThat(events)
        .extracting(Event::getPayloadCase)
        .containsExactly(
            Event.PayloadCase.FLOW,
            Event.PayloadCase.AGENT_EVENT,
            Event.PayloadCase.DEBUG_EVENT,
            Event.PayloadCase.FLOW);
    Event agent = events.get(1);
    assertThat(agent.getNode()).isEqualTo("prod/n1");
    assertThat(agent.getObservedAtNs()).isEqualTo(ns(NOW.minusSeconds(2)));
    assertThat(agent.getAgentEvent().getAgentStart().getTime().getSeconds())
        .as("shifted with the rest")
        .isEqualTo(NOW.minusSeconds(3).getEpochSecond());
    assertThat(events.get(2).getDebugEvent().getMessage()).isEqualTo("m");
  }

  @Test
  void aFlowWithoutTimeStaysWithoutOne() throws Exception {
    List<Event> events =
        readOnce(Times.SHIFT_TO_NOW, write("a", line(1, "a"), "{\"flow\":{\"uuid\":\"b\"}}\n"));

    assertThat(events.get(1).getFlow()).isEqualTo(Flow.newBuilder().setUuid("b").build());
    assertThat(events.get(1).getObservedAtNs()).isEqualTo(ns(NOW));
  }

  /** A restart in the middle, and again at the end: nothing is repeated, the shift stays. */
  @Test
  void goesOnWhereItWas() throws Exception {
    StringBuilder text = new StringBuilder();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      text.append(line(i % 60, "flow-" + i));
      all.add("flow-" + i);
    }
    Path file = Files.writeString(dir.resolve("a"), text);
    sink.capacity(500);
    HubbleFileSource first = start(false, Times.SHIFT_TO_NOW, file);
    await().until(() -> sink.events().size() == 500);
    first.close();
    sink.capacity(Integer.MAX_VALUE);

    assertThat(uuids(readOnce(Times.SHIFT_TO_NOW, file))).isEqualTo(all);
    assertThat(uuids(readOnce(Times.SHIFT_TO_NOW, file))).isEqualTo(all);
    assertThat(sink.events().get(1199).getObservedAtNs()).isEqualTo(ns(NOW));
  }

  @Test
  void readsTheWholeFile_whenAnotherOneStandsUnderItsName() throws Exception {
    Path file = write("a", line(1, "a"), line(2, "b"));
    readOnce(Times.ORIGINAL, file);
    Files.delete(file);
    write("a", line(3, "c"), line(4, "d"));

    assertThat(uuids(readOnce(Times.ORIGINAL, file))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void followsAFileThatGrows() throws Exception {
    Path file = dir.resolve("flows.log");
    start(true, Times.ORIGINAL, file);
    append(file, line(1, "a") + line(2, "b").substring(0, 20));
    awaitUuids("a");
    append(file, line(2, "b").substring(20));

    awaitUuids("a", "b");
  }

  @Test
  void finishesARotatedFileBeforeTheNewOne() throws Exception {
    Path file = write("flows.log", line(1, "a"));
    start(true, Times.ORIGINAL, file);
    awaitUuids("a");

    append(file, line(2, "b"));
    Files.move(file, dir.resolve("flows-2026-01-01.log"));
    append(file, line(3, "c"));

    awaitUuids("a", "b", "c");
  }

  @Test
  void beginsAgainAfterTruncation() throws Exception {
    Path file = write("flows.log", line(1, "a"), line(2, "b"));
    start(true, Times.ORIGINAL, file);
    awaitUuids("a", "b");

    Files.writeString(file, line(3, "c"));

    awaitUuids("a", "b", "c");
  }

  @Test
  void findsWhatWasRotatedWhileItWasAway() throws Exception {
    Path file = write("flows.log", line(1, "a"), line(2, "b"));
    HubbleFileSource first = start(true, Times.ORIGINAL, file);
    awaitUuids("a", "b");
    first.close();

    append(file, line(3, "c"));
    Path older = Files.move(file, dir.resolve("flows-1.log"));
    Path newer = write("flows-2.log", line(4, "d"));
    assertThat(older.toFile().setLastModified(NOW.toEpochMilli())).isTrue();
    assertThat(newer.toFile().setLastModified(NOW.toEpochMilli() + 1000)).isTrue();
    write("flows.log", line(5, "e"));
    start(true, Times.ORIGINAL, file);

    awaitUuids("a", "b", "c", "d", "e");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> start(false, Times.ORIGINAL, dir.resolve("none")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("none (expected: a readable file of Hubble JSON lines)");
  }

  @Test
  void startsAnew_whenThePositionIsNotItsOwn() throws Exception {
    sink.put(List.of(), Optional.of("something else"));

    assertThat(uuids(readOnce(Times.ORIGINAL, write("a", line(1, "a"))))).containsExactly("a");
  }
}
