package io.weir.cli.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;

class TextTest {
  private static String percent(double ratio) {
    return Text.percent(DoubleNode.valueOf(ratio));
  }

  private static String millis(double ms) {
    return Text.millis(DoubleNode.valueOf(ms));
  }

  private static String bytes(long bytes) {
    return Text.bytes(LongNode.valueOf(bytes));
  }

  @Test
  void percentsNeverRoundTroubleAway() {
    assertThat(percent(0)).isEqualTo("0 %");
    assertThat(percent(0.0004)).isEqualTo("<0.1 %");
    assertThat(percent(0.012)).isEqualTo("1.2 %");
    assertThat(percent(0.38)).isEqualTo("38 %");
  }

  @Test
  void durationsKeepThreeDigits() {
    assertThat(millis(0.42)).isEqualTo("0.42 ms");
    assertThat(millis(42.34)).isEqualTo("42.3 ms");
    assertThat(millis(840.1)).isEqualTo("840 ms");
    assertThat(millis(12_500)).isEqualTo("12.5 s");
  }

  @Test
  void bytesAreBinary() {
    assertThat(bytes(0)).isEmpty();
    assertThat(bytes(512)).isEqualTo("512 B");
    assertThat(bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(bytes(1L << 30)).isEqualTo("1.0 GiB");
  }

  @Test
  void absentIsEmptyNotZero() {
    assertThat(Text.count(MissingNode.getInstance())).isEmpty();
    assertThat(Text.percent(MissingNode.getInstance())).isEmpty();
    assertThat(Text.millis(MissingNode.getInstance())).isEmpty();
  }

  @Test
  void namesCannotSteerTheTerminal() {
    assertThat(Table.printable("a\u001b[31mb\nc\u202ed")).isEqualTo("a?[31mb?c?d");
  }
}
