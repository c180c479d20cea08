package io.weir.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.ingest.v1.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFormatTest {
  private static final String GOLDEN = "/spool/segment-v1.bin";

  @TempDir Path dir;

  /** What the golden file holds. Never change it: a new version gets a file of its own. */
  private static byte[] golden() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(SegmentFormat.fileHeader());
    bytes.write(
        array(
            SegmentFormat.start(
                new SpoolRecord.Start("0123456789abcdef", 41, Map.of("hubble-file", "line 7 …")))));
    bytes.write(
        array(
            SegmentFormat.number(
                SegmentFormat.events(
                    "0123456789abcdef",
                    "hubble-file",
                    TestEvents.events(0, 2),
                    Optional.of("line 9"),
                    1_700_000_000_000L),
                41)));
    bytes.write(array(SegmentFormat.hole(20)));
    bytes.write(
        array(
            SegmentFormat.number(
                SegmentFormat.events(
                    "0123456789abcdef",
                    "sockets",
                    TestEvents.events(2, 3),
                    Optional.empty(),
                    1_700_000_000_001L),
                43)));
    return bytes.toByteArray();
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static Path goldenFile() throws URISyntaxException {
    return Path.of(SegmentFormatTest.class.getResource(GOLDEN).toURI());
  }

  @Test
  void writesWhatVersionOneWrote() throws Exception {
    assertThat(golden()).isEqualTo(Files.readAllBytes(goldenFile()));
  }

  @Test
  void readsWhatVersionOneWrote() throws Exception {
    List<SpoolRecord> records = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(goldenFile())) {
      assertThat(reader.version()).contains(1);
      long offset = SegmentFormat.FILE_HEADER_BYTES;
      while (reader.read(offset, reader.length()) instanceof SegmentReader.Step.Found found) {
        records.add(found.record());
        offset = found.next();
      }
      assertThat(offset).isEqualTo(reader.length());
    }

    assertThat(records).hasSize(4);
    assertThat(records.get(0))
        .isEqualTo(
            new SpoolRecord.Start("0123456789abcdef", 41, Map.of("hubble-file", "line 7 …")));
    SpoolRecord.Events events = (SpoolRecord.Events) records.get(1);
    assertThat(events.run()).isEqualTo("0123456789abcdef");
    assertThat(events.firstSeq()).isEqualTo(41);
    assertThat(events.lastSeq()).isEqualTo(42);
    assertThat(events.firstNs()).isEqualTo(1_000_000_000L);
    assertThat(events.lastNs()).isEqualTo(2_000_000_000L);
    assertThat(events.spooledAtMs()).isEqualTo(1_700_000_000_000L);
    assertThat(events.position()).contains("line 9");
    assertThat(Batch.parseFrom(events.frames()).getEventsList()).isEqualTo(TestEvents.events(0, 2));
    assertThat(records.get(2)).isInstanceOf(SpoolRecord.Hole.class);
    assertThat(((SpoolRecord.Events) records.get(3)).position()).isEmpty();
  }

  @Test
  void refusesMoreThanARecordCanHold() {
    var large =
        TestEvents.event(0).toBuilder().setNode("n".repeat(SegmentFormat.RECORD_BYTES_MAX)).build();

    assertThatThrownBy(
            () -> SegmentFormat.events("run", "source", List.of(large), Optional.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: at most 16777216 in one put)");
  }

  @Test
  void findsTheNextRecordBehindDamage() throws Exception {
    byte[] bytes = golden();
    bytes[120] ^= 1; // inside the first record of events
    Path file = Files.write(dir.resolve("damaged"), bytes);

    try (SegmentReader reader = new SegmentReader(file)) {
      SegmentReader.Step start = reader.read(SegmentFormat.FILE_HEADER_BYTES, bytes.length);
      long damaged = ((SegmentReader.Step.Found) start).next();
      SegmentReader.Step step = reader.read(damaged, bytes.length);

      assertThat(step).isInstanceOf(SegmentReader.Step.Corrupt.class);
      long good = ((SegmentReader.Step.Corrupt) step).to();
      assertThat(((SegmentReader.Step.Found) reader.read(good, bytes.length)).record())
          .isInstanceOf(SpoolRecord.Hole.class);
    }
  }

  /** Run once, by hand, when a version is made. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of("src/test/resources" + GOLDEN), golden());
  }
}
