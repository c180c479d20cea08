package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowsCsvTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain | plain",
        "a,b | \"a,b\"",
        "say \"x\" | \"say \"\"x\"\"\"",
        "=HYPERLINK(1) | '=HYPERLINK(1)",
        "-1,5 | \"'-1,5\"",
        "@x | '@x",
      })
  void cellsAreReadBackAndNeverRun(String text, String cell) {
    assertThat(FlowsCsv.cell(text)).isEqualTo(cell);
  }
}
