package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import java.util.List;
import java.util.function.Predicate;

/** Holds when one of its tests does. */
record AnyOf(List<Predicate<Flow>> tests) implements Predicate<Flow> {
  AnyOf {
    tests = List.copyOf(tests);
  }

  static Predicate<Flow> of(List<Predicate<Flow>> tests) {
    return tests.size() == 1 ? tests.get(0) : new AnyOf(tests);
  }

  @Override
  public boolean test(Flow flow) {
    for (Predicate<Flow> test : tests) {
      if (test.test(flow)) {
        return true;
      }
    }
    return false;
  }
}
