package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static Terminal of(int columns, String encoding, String term) {
    Properties properties = new Properties();
    properties.setProperty("file.encoding", encoding);
    return Terminal.of(OptionalInt.of(columns), properties, Map.of("TERM", term));
  }

  @Test
  void blocksWhereTheEncodingHasThem() {
    assertThat(of(120, "UTF-8", "xterm")).isEqualTo(new Terminal(120, true));
    assertThat(of(120, "ANSI_X3.4-1968", "xterm").unicode()).isFalse();
    assertThat(of(120, "ISO-8859-1", "xterm").unicode()).isFalse();
    assertThat(of(120, "no such thing", "xterm").unicode()).isFalse();
    assertThat(of(120, "UTF-8", "dumb").unicode()).isFalse();
  }

  /** From Java 19 on the standard output has an encoding of its own. */
  @Test
  void theOutputsOwnEncodingCounts() {
    Properties properties = new Properties();
    properties.setProperty("file.encoding", "UTF-8");
    properties.setProperty("stdout.encoding", "US-ASCII");
    assertThat(Terminal.of(OptionalInt.empty(), properties, Map.of()))
        .isEqualTo(new Terminal(100, false));
  }

  @Test
  void aChartIsNeitherTooNarrowNorTooWideToRead() {
    assertThat(of(7, "UTF-8", "xterm").columns()).isEqualTo(40);
    assertThat(of(5_000, "UTF-8", "xterm").columns()).isEqualTo(300);
  }
}
