package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import java.util.List;
import java.util.function.Predicate;

/** Holds when all of its tests do; without tests for every flow. */
record AllOf(List<Predicate<Flow>> tests) implements Predicate<Flow> {
  AllOf {
    tests = List.copyOf(tests);
  }

  @Override
  public boolean test(Flow flow) {
    for (Predicate<Flow> test : tests) {
      if (!test.test(flow)) {
        return false;
      }
    }
    return true;
  }
}
