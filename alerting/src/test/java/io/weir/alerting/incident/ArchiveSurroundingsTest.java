package io.weir.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.hubble.flow.Flow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.Window;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.StoredFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArchiveSurroundingsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long END = 100 * MINUTE;
  private static final Surroundings.Asked ASKED =
      new Surroundings.Asked(END - 40 * MINUTE, END - 10 * MINUTE, Set.of("http-availability"));

  private final Windows windows = new Windows();
  private long flows;
  private final ArchiveSurroundings archive =
      new ArchiveSurroundings(windows, new Flows(), Duration.ofMillis(500));

  /** As many edges as asked for, with a window of every length from the first minute on. */
  private static final class Windows implements SeriesStore {
    int edges = 1;
    long firstNs;
    final List<String> prefixes = new ArrayList<>();
    int resourcesInTenMinutes;

    @Override
    public Progress progress(Series<?> series) {
      return Progress.NONE;
    }

    @Override
    public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
      if (series.topic() == Series.SLIS.topic()) {
        prefixes.add(query.keyPrefix());
      }
      if (series.equals(Series.RESOURCES)) {
        assertThat(query.toNs() - query.fromNs()).isLessThanOrEqualTo(10 * MINUTE);
        return Collections.nCopies(
            resourcesInTenMinutes, series.type().cast(ResourceEvent.getDefaultInstance()));
      }
      if (!series.equals(Series.EDGES)) {
        return List.of();
      }
      // Of each edge one record is enough to count them, and all windows would be many.
      long starts = query.toNs() - query.fromNs() > 3 * MINUTE ? 1 : 2;
      return IntStream.range(0, edges * (int) starts)
          .mapToObj(i -> series.type().cast(window(query, i % edges)))
          .toList();
    }

    private static EdgeWindow window(SeriesQuery query, int edge) {
      return EdgeWindow.newBuilder()
          .setEdge(
              Edge.newBuilder()
                  .setClient(Peer.newBuilder().setName("client-" + edge))
                  .setServer(Peer.newBuilder().setName("server")))
          .setWindow(Window.newBuilder().setStartNs(query.fromNs()).setLengthNs(query.windowNs()))
          .build();
    }

    @Override
    public Optional<TimeSpan> span(Series<?> series) {
      return edges == 0 ? Optional.empty() : Optional.of(new TimeSpan(firstNs, END - 10 * SECOND));
    }
  }

  private final class Flows implements FlowStore {
    @Override
    public Progress progress() {
      return Progress.NONE;
    }

    @Override
    public FlowCursor scan(FlowQuery query) {
      assertThat(query.order()).isEqualTo(FlowQuery.Order.NEWEST_FIRST);
      Iterator<StoredFlow> made =
          IntStream.iterate(0, i -> i + 1)
              .limit(flows)
              .mapToObj(i -> flow(query.toNs() - i * 1_000_000L))
              .iterator();
      return new FlowCursor() {
        @Override
        public boolean hasNext() {
          return made.hasNext();
        }

        @Override
        public StoredFlow next() {
          return made.next();
        }

        @Override
        public void close() {}
      };
    }

    private static StoredFlow flow(long ns) {
      return new StoredFlow(
          0,
          ns,
          FlowEvent.newBuilder()
              .setHeader(EventHeader.newBuilder().setObservedAtNs(ns))
              .setFlow(Flow.getDefaultInstance())
              .build());
    }
  }

  @Test
  void aSmallMapIsReadInWindowsOfTenSeconds() {
    Surroundings found = archive.read(ASKED).orElseThrow();
    assertThat(found.frame().windowNs()).isEqualTo(10 * SECOND);
    assertThat(found.frame().baselineStartNs()).isEqualTo(END - 40 * MINUTE);
    assertThat(found.frame().startNs()).isEqualTo(END - 10 * MINUTE);
    assertThat(found.frame().nowNs()).isEqualTo(END);
    assertThat(found.limits()).isEmpty();
  }

  @Test
  void ofIndicatorsThoseThatWereAskedFor() {
    archive.read(ASKED);
    assertThat(windows.prefixes).containsExactly("http-availability|");
  }

  @Test
  void moreEdgesHaveLongerWindows() {
    windows.edges = 2_000; // 240 windows of ten seconds would be 480,000 records
    Surroundings found = archive.read(ASKED).orElseThrow();
    assertThat(found.frame().windowNs()).isEqualTo(MINUTE);
    assertThat(found.frame().baselineStartNs()).isEqualTo(END - 40 * MINUTE);
  }

  /** What is usual is told by fewer windows before it is told by hours. */
  @Test
  void evenMoreHaveAShorterBaseline() {
    windows.edges = 6_000;
    Surroundings found = archive.read(ASKED).orElseThrow();
    assertThat(found.frame().windowNs()).isEqualTo(MINUTE);
    long windowsHeld = (END - found.frame().baselineStartNs()) / MINUTE;
    assertThat(windowsHeld * windows.edges).isLessThanOrEqualTo(ArchiveSurroundings.ROWS_MAX);
    assertThat(found.frame().baselineStartNs()).isLessThan(END - 14 * MINUTE);
  }

  @Test
  void tooManyAreNotRead() {
    windows.edges = 60_000;
    assertThat(archive.read(ASKED)).isEmpty();
  }

  @Test
  void anArchiveThatBeganLaterIsReadFromItsBegin() {
    windows.firstNs = END - 5 * MINUTE;
    Surroundings found = archive.read(ASKED).orElseThrow();
    assertThat(found.frame().baselineStartNs()).isEqualTo(END - 5 * MINUTE);
    assertThat(found.frame().windowNs()).isEqualTo(10 * SECOND);
  }

  @Test
  void anEmptyArchiveSaysNothing() {
    windows.edges = 0;
    assertThat(archive.read(ASKED)).isEmpty();
  }

  @Test
  void ofManyFlowsTheNewestAreLookedAtAndTheTextSaysSo() {
    flows = ArchiveSurroundings.FLOWS_MAX;
    assertThat(archive.read(ASKED).orElseThrow().limits()).isEmpty();
    flows++;
    assertThat(archive.read(ASKED).orElseThrow().limits())
        .isEqualTo(
            "Flows before 1970-01-01T01:38:20Z were not looked at: there are more than 100000.");
  }

  @Test
  void ofManyReadingsTheNewestAreReadAndTheTextSaysSo() {
    windows.resourcesInTenMinutes = ArchiveSurroundings.EVENTS_MAX / 4;
    Surroundings all = archive.read(ASKED).orElseThrow();
    assertThat(all.resources()).hasSize(ArchiveSurroundings.EVENTS_MAX);
    assertThat(all.limits()).isEmpty();
    windows.resourcesInTenMinutes = ArchiveSurroundings.EVENTS_MAX / 2;
    Surroundings newest = archive.read(ASKED).orElseThrow();
    assertThat(newest.resources()).hasSize(ArchiveSurroundings.EVENTS_MAX);
    assertThat(newest.limits())
        .isEqualTo(
            "Resources before 1970-01-01T01:20:00Z were not looked at: there are more than 50000.");
  }
}
