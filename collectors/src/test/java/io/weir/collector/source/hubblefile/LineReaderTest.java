package io.weir.collector.source.hubblefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = dir.resolve("lines");
  }

  private static String text(LineReader.Line line) {
    return new String(line.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsWhereALineEnds() throws Exception {
    Files.writeString(file, "one\n\nthree");
    try (LineReader reader = new LineReader(file, 0, 0, 1024)) {
      LineReader.Line one = reader.next().orElseThrow();
      LineReader.Line two = reader.next().orElseThrow();

      assertThat(text(one)).isEqualTo("one");
      assertThat(one.end()).isEqualTo(4);
      assertThat(two.bytes()).isEmpty();
      assertThat(two.number()).isEqualTo(2);
      assertThat(reader.next()).isEmpty();
      assertThat(reader.rest()).map(LineReaderTest::text).contains("three");
      assertThat(reader.rest()).isEmpty();
    }
  }

  @Test
  void waitsForTheRestOfALineThatIsBeingWritten() throws Exception {
    Files.writeString(file, "on");
    try (LineReader reader = new LineReader(file, 0, 0, 1024)) {
      assertThat(reader.next()).isEmpty();
      Files.writeString(file, "e\ntwo\n", StandardOpenOption.APPEND);

      assertThat(reader.next()).map(LineReaderTest::text).contains("one");
      assertThat(reader.next()).map(LineReaderTest::text).contains("two");
    }
  }

  @Test
  void goesOnWhereAnotherReaderWas() throws Exception {
    Files.writeString(file, "one\ntwo\n");
    try (LineReader reader = new LineReader(file, 4, 1, 1024)) {
      LineReader.Line two = reader.next().orElseThrow();

      assertThat(text(two)).isEqualTo("two");
      assertThat(two.number()).isEqualTo(2);
      assertThat(two.end()).isEqualTo(8);
    }
  }

  @Test
  void keepsTheBeginningOfALineThatIsTooLong() throws Exception {
    Files.writeString(file, "x".repeat(1_000_000) + "\ny\n");
    try (LineReader reader = new LineReader(file, 0, 0, 500_000)) {
      LineReader.Line line = reader.next().orElseThrow();

      assertThat(line.tooLarge()).isTrue();
      assertThat(line.bytesTotal()).isEqualTo(1_000_000);
      assertThat(line.bytes()).hasSize(LineReader.REFUSED_BYTES_MAX);
      assertThat(reader.next()).map(LineReaderTest::text).contains("y");
    }
  }
}
