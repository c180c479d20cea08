package io.weir.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The result of {@link JobsBenchmark} as people read it. */
final class JobsReport {
  /**
   * One number of edges.
   *
   * @param flowBytes of a flow's value in Kafka, before compression
   */
  record Size(double flowBytes, Measured copy, Measured jobs) {}

  private static final List<Figure> FIGURES =
      List.of(
          Figure.SECONDS,
          Figure.EVENTS_PER_SECOND,
          Figure.CPU_MICROS,
          Figure.WRITTEN,
          Figure.CONNECTIONS,
          Figure.EDGES,
          Figure.EDGE_BYTES,
          Figure.CONNECTION_BYTES,
          Figure.HEAP_PER_EDGE);

  private static final List<Part> PARTS =
      List.of(
          Part.JOBS_FETCHER,
          Part.JOBS_SOURCE,
          Part.JOBS_CONNECTIONS,
          Part.JOBS_WINDOWS,
          Part.JOBS_SINK,
          Part.PRODUCER,
          Part.GC,
          Part.JIT,
          Part.BROKER,
          Part.OTHER);

  private final StringBuilder text = new StringBuilder();

  private JobsReport() {}

  static String of(int flows, int rate, int rounds, Map<Integer, Size> sizes, String machine) {
    JobsReport report = new JobsReport();
    sizes.forEach((edges, size) -> report.size(flows, rate, rounds, edges, size));
    report.line("Machine: %s", machine);
    return report.text.toString();
  }

  private void size(int flows, int rate, int rounds, int edges, Size size) {
    line(
        "%n%,d flows of %.0f bytes on %,d edges, %,d a second; medians of rounds: %d%n",
        flows, size.flowBytes(), edges, rate, rounds);
    row("", Stream.of("copy", "stream jobs"));
    for (Figure figure : FIGURES) {
      row(
          figure.title(),
          Stream.of(size.copy(), size.jobs())
              .map(one -> one.has(figure) ? format(figure.format(), one.get(figure)) : "-"));
    }
    line("%nof the CPU us/event");
    for (Part part : PARTS) {
      row(
          part == Part.BROKER ? "rest of Flink" : part.title(),
          Stream.of(size.copy(), size.jobs()).map(one -> format("%.2f", one.cpuMicros(part))));
    }
    double copy = size.copy().get(Figure.CPU_MICROS);
    double jobs = size.jobs().get(Figure.CPU_MICROS);
    line("");
    line(
        "%,.0f flows for a second of CPU; %.2f times the CPU of the copy (%.2f without the"
            + " compiler's)",
        1e6 / jobs,
        jobs / copy,
        (jobs - size.jobs().cpuMicros(Part.JIT)) / (copy - size.copy().cpuMicros(Part.JIT)));
  }

  private void row(String title, Stream<String> cells) {
    text.append(format("%-28s", title));
    cells.forEach(cell -> text.append(format("%14s", cell)));
    text.append(System.lineSeparator());
  }

  private void line(String format, Object... values) {
    text.append(format(format, values)).append(System.lineSeparator());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
