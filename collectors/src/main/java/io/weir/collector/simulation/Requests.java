package io.weir.collector.simulation;

import java.util.Optional;

/** The requests of one line of traffic, with exponential pauses at a rate that changes. */
final class Requests implements Beginning {
  private static final int BURST_FACTOR = 5;
  private static final long BURST_EVERY_NS = 30 * Setting.SECOND;
  private static final long BURST_NS = 5 * Setting.SECOND;
  private static final double NIGHT = 0.2;
  private static final int CLIENTS = 400;
  private static final int PER_BLOCK = 200;

  private final TrafficSpec spec;
  private final Setting setting;
  private final Planner planner;
  private final Dice dice;
  private final double rate;
  private final long startNs;
  private final long endNs;
  private long nextNs;

  Requests(
      TrafficSpec spec,
      Setting setting,
      Planner planner,
      Dice dice,
      double scale,
      long startNs,
      long endNs) {
    this.spec = spec;
    this.setting = setting;
    this.planner = planner;
    this.dice = dice;
    this.rate = spec.rate() * scale;
    this.startNs = startNs;
    this.endNs = endNs;
    this.nextNs = startNs;
    advance();
  }

  @Override
  public long nextNs() {
    return nextNs;
  }

  /** Draws at the highest rate there is and leaves out as many as it is too high for its time. */
  private void advance() {
    TrafficSpec.Shape shape = spec.shape().orElse(TrafficSpec.Shape.CONSTANT);
    double highest = shape == TrafficSpec.Shape.BURST ? rate * BURST_FACTOR : rate;
    do {
      nextNs += dice.waiting(Setting.SECOND / highest);
      if (nextNs >= endNs) {
        nextNs = Long.MAX_VALUE;
        return;
      }
    } while (!dice.chance(share(shape)));
  }

  private double share(TrafficSpec.Shape shape) {
    return switch (shape) {
      case CONSTANT -> 1;
      case BURST -> (nextNs - startNs) % BURST_EVERY_NS < BURST_NS ? 1 : 1.0 / BURST_FACTOR;
      case DIURNAL -> {
        double day = (nextNs - startNs) / (double) (endNs - startNs);
        yield NIGHT + (1 - NIGHT) * (1 - StrictMath.cos(2 * Math.PI * day)) / 2;
      }
    };
  }

  @Override
  public void plan() {
    String path = spec.paths().isEmpty() ? "/" : spec.paths().get(dice.below(spec.paths().size()));
    Optional<Party> client = client();
    if (client.isPresent()) {
      planner.call(client.get(), spec.to(), path, nextNs);
    }
    advance();
  }

  private Optional<Party> client() {
    if (spec.from().equals(TrafficSpec.WORLD)) {
      int number = dice.below(CLIENTS);
      String block = number < PER_BLOCK ? "198.51.100." : "203.0.113.";
      return Optional.of(new Outsider(block + (number % PER_BLOCK + 1), ""));
    }
    return setting.cluster().pick(spec.from(), nextNs, dice).map(pod -> pod);
  }
}
