package io.weir.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The numbers of a run. Immutable.
 *
 * @param figures without those that this stage does not have
 * @param cpuMicros CPU an event, in microseconds, by whose threads used it
 */
record Measured(Map<Figure, Double> figures, Map<Part, Double> cpuMicros) {
  Measured {
    figures = Map.copyOf(figures);
    cpuMicros = Map.copyOf(cpuMicros);
  }

  static Measured of(int events, Cost cost) {
    Map<Part, Double> cpuMicros = new EnumMap<>(Part.class);
    cost.cpuSecondsByPart().forEach((part, s) -> cpuMicros.put(part, 1e6 * s / events));
    return new Measured(
        Map.of(
            Figure.SECONDS,
            cost.seconds(),
            Figure.EVENTS_PER_SECOND,
            events / cost.seconds(),
            Figure.CPU_SECONDS,
            cost.cpuSeconds(),
            Figure.CPU_MICROS,
            1e6 * cost.cpuSeconds() / events),
        cpuMicros);
  }

  Measured with(Figure figure, double value) {
    Map<Figure, Double> more = new EnumMap<>(figures);
    more.put(figure, value);
    return new Measured(more, cpuMicros);
  }

  /** Each number's median over runs of one stage; of an even number of runs the upper one. */
  static Measured median(List<Measured> runs) {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    for (Figure figure : runs.get(0).figures.keySet()) {
      figures.put(figure, median(runs, run -> run.get(figure)));
    }
    Map<Part, Double> cpuMicros = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      cpuMicros.put(part, median(runs, run -> run.cpuMicros(part)));
    }
    return new Measured(figures, cpuMicros);
  }

  private static double median(List<Measured> runs, ToDoubleFunction<Measured> number) {
    double[] sorted = runs.stream().mapToDouble(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  boolean has(Figure figure) {
    return figures.containsKey(figure);
  }

  double get(Figure figure) {
    Double value = figures.get(figure);
    if (value == null) {
      throw new IllegalArgumentException("figure: " + figure + " was not measured");
    }
    return value;
  }

  double cpuMicros(Part part) {
    return cpuMicros.getOrDefault(part, 0.0);
  }
}
