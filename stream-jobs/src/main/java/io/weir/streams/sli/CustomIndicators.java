package io.weir.streams.sli;

import io.weir.cel.FlowCondition;
import io.weir.hubble.flow.Flow;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.edge.CustomTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Indicators of one's own: two conditions on a flow, from the SLO definitions in force. Immutable
 * and safe for use by several threads.
 *
 * <p>A flow event counts when it fulfils {@code total} and happened at the definition's start or
 * later; it is good when it fulfils {@code good} too. Every flow event is asked once, whatever
 * reported it: a condition that should count a request once names the side that reports it.
 *
 * <p>At most {@value #INDICATORS_MAX}, in the order of their names: every flow pays for each.
 * Definitions that cannot be used are left out, with the reason in {@link #refused}.
 */
public final class CustomIndicators {
  /** Indicators of all definitions together. */
  public static final int INDICATORS_MAX = 100;

  private static final int NAME_LENGTH_MAX = 100;
  private static final Set<String> BUILT_IN =
      Arrays.stream(Indicator.values()).map(Indicator::label).collect(Collectors.toSet());

  /** No indicators. */
  public static final CustomIndicators NONE = new CustomIndicators(List.of(), List.of());

  private record Compiled(String name, long fromNs, FlowCondition total, FlowCondition good) {}

  private final List<Compiled> indicators;
  private final List<String> refused;

  private CustomIndicators(List<Compiled> indicators, List<String> refused) {
    this.indicators = List.copyOf(indicators);
    this.refused = List.copyOf(refused);
  }

  /** Compiles what the definitions ask for. Of two of one name the first counts. */
  public static CustomIndicators of(Collection<SloDefinition> definitions) {
    Map<String, Compiled> byName = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    for (SloDefinition slo : sorted(definitions)) {
      for (CustomIndicator custom : slo.getCustomList()) {
        try {
          Compiled compiled = compile(slo, custom);
          if (byName.size() >= INDICATORS_MAX) {
            throw new IllegalArgumentException(
                "too many indicators (expected: at most " + INDICATORS_MAX + ")");
          }
          if (byName.putIfAbsent(compiled.name(), compiled) != null) {
            throw new IllegalArgumentException("name: taken (expected: one of its own)");
          }
        } catch (IllegalArgumentException e) {
          refused.add(slo.getName() + "/" + custom.getName() + ": " + e.getMessage());
        }
      }
    }
    return new CustomIndicators(new ArrayList<>(byName.values()), refused);
  }

  private static List<SloDefinition> sorted(Collection<SloDefinition> definitions) {
    return definitions.stream().sorted((a, b) -> a.getName().compareTo(b.getName())).toList();
  }

  private static Compiled compile(SloDefinition slo, CustomIndicator custom) {
    String name = custom.getName();
    if (name.isBlank() || name.length() > NAME_LENGTH_MAX || name.indexOf('|') >= 0) {
      throw new IllegalArgumentException(
          "name: \"" + name + "\" (expected: 1 to " + NAME_LENGTH_MAX + " characters without |)");
    }
    if (BUILT_IN.contains(name)) {
      throw new IllegalArgumentException("name: " + name + " (expected: no built-in indicator)");
    }
    return new Compiled(
        name,
        slo.getEffectiveFromNs(),
        condition("total", custom.getTotal()),
        condition("good", custom.getGood()));
  }

  private static FlowCondition condition(String field, String expression) {
    try {
      return FlowCondition.compile(expression);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }

  /** What one flow adds. */
  public CustomTally count(Flow flow, long timeNs) {
    CustomTally tally = CustomTally.NONE;
    for (Compiled indicator : indicators) {
      if (timeNs >= indicator.fromNs() && indicator.total().test(flow)) {
        tally = tally.plus(CustomTally.one(indicator.name(), indicator.good().test(flow)));
      }
    }
    return tally;
  }

  /** How many are counted. */
  public int size() {
    return indicators.size();
  }

  /** Those that cannot be used: {@code SLO/NAME: reason}. */
  public List<String> refused() {
    return refused;
  }
}
