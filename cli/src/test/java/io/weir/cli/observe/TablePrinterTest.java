package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
  /** Events that are words. */
  private static final class Words implements EventText<String> {
    @Override
    public boolean isPrintable(String event) {
      return !event.isEmpty();
    }

    @Override
    public String time(String event) {
      return "now";
    }

    @Override
    public String node(String event) {
      return "n";
    }

    @Override
    public String sentence(String event) {
      return event;
    }

    @Override
    public List<Entry> entries(String event) {
      return List.of(new Entry("WORD", event));
    }

    @Override
    public List<String> titles() {
      return List.of("WORD", "LENGTH");
    }

    @Override
    public List<String> cells(String event) {
      return List.of(event, Integer.toString(event.length()));
    }
  }

  @Test
  void nothingIsPrintedForNothing() {
    EventPrinter<String> printer = new TablePrinter<>(new Words(), false);
    assertThat(printer.line("")).isEmpty();
    assertThat(printer.end()).isEmpty();
  }

  /** A table of everything must not need memory for everything. */
  @Test
  void printsEarlyWhenThereAreManyRows_withTheTitlesOnce() {
    EventPrinter<String> printer = new TablePrinter<>(new Words(), true, 2);
    assertThat(printer.line("a")).isEmpty();
    assertThat(printer.line("b"))
        .isEqualTo(
            """
            TIMESTAMP   NODE   WORD   LENGTH
            now         n      a      1
            now         n      b      1\
            """);
    assertThat(printer.line("longer")).isEmpty();
    assertThat(printer.end()).isEqualTo("now         n      longer   6");
    assertThat(printer.end()).isEmpty();
  }
}
