package io.weir.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The result as people read it. */
final class Report {
  private final StringBuilder text = new StringBuilder();

  private Report() {}

  static String of(BenchmarkFlows flows, int rounds, Map<Stage, Measured> stages, String machine) {
    Report report = new Report();
    report.line(
        "%n%,d flows of %d bytes as protobuf; medians of rounds: %d%n",
        flows.size(), flows.bytes() / flows.size(), rounds);
    report.figures(stages);
    report.line("%nof the CPU us/event");
    report.parts(stages);
    report.line("%nto the raw loop");
    report.ratios(stages.get(Stage.RAW), Stage.KAFKA, stages.get(Stage.KAFKA));
    report.ratios(stages.get(Stage.RAW), Stage.ARCHIVE, stages.get(Stage.ARCHIVE));
    report.line("%nAll of it is one process: producer, broker, roles and the JVM share its cores.");
    report.line("Machine: %s", machine);
    return report.text.toString();
  }

  private void figures(Map<Stage, Measured> stages) {
    row("", stages.keySet().stream().map(Stage::title));
    for (Figure figure : Figure.values()) {
      if (stages.values().stream().noneMatch(measured -> measured.has(figure))) {
        continue; // another benchmark's
      }
      row(
          figure.title(),
          stages.values().stream()
              .map(
                  measured ->
                      measured.has(figure) ? format(figure.format(), measured.get(figure)) : "-"));
    }
  }

  private void ratios(Measured raw, Stage stage, Measured measured) {
    line(
        "%-24s%.2f of its events/s, %.1f times its CPU (%.1f without the compiler's),"
            + " %.2f times its bytes in Kafka",
        stage.title(),
        measured.get(Figure.EVENTS_PER_SECOND) / raw.get(Figure.EVENTS_PER_SECOND),
        measured.get(Figure.CPU_MICROS) / raw.get(Figure.CPU_MICROS),
        (measured.get(Figure.CPU_MICROS) - measured.cpuMicros(Part.JIT))
            / (raw.get(Figure.CPU_MICROS) - raw.cpuMicros(Part.JIT)),
        measured.get(Figure.KAFKA_BYTES) / raw.get(Figure.KAFKA_BYTES));
  }

  private void parts(Map<Stage, Measured> stages) {
    for (Part part : Part.values()) {
      if (stages.values().stream().allMatch(measured -> measured.cpuMicros(part) == 0)) {
        continue; // another benchmark's
      }
      row(
          part.title(),
          stages.values().stream().map(measured -> format("%.1f", measured.cpuMicros(part))));
    }
  }

  private void row(String title, Stream<String> cells) {
    text.append(format("%-24s", title));
    cells.forEach(cell -> text.append(format("%25s", cell)));
    text.append(System.lineSeparator());
  }

  private void line(String format, Object... values) {
    text.append(format(format, values)).append(System.lineSeparator());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
