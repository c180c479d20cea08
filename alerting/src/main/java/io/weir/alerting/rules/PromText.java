package io.weir.alerting.rules;

import io.weir.alerting.slo.BurnRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as PromQL and rule files write them. */
final class PromText {
  private PromText() {}

  /** {@code 5m}, {@code 3d}: the largest unit that divides it. */
  static String duration(Duration duration) {
    return BurnRule.text(duration);
  }

  /** Without an exponent, and without zeros at the end. */
  static String number(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    return plain.signum() == 0 ? "0" : plain.toPlainString();
  }

  static String number(double number) {
    return number(BigDecimal.valueOf(number));
  }

  /** A label name: what is neither letter nor digit becomes {@code _}. */
  static String labelName(String name) {
    String legal = name.replaceAll("[^a-zA-Z0-9_]", "_");
    return Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
  }

  /** {@code {a="x",b="y"}} with quotes and line ends of values escaped. */
  static String selector(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + quoted(label.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
