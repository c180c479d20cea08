package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Hubble's filters, exactly: a flow passes if the whitelist is empty or any of its filters matches,
 * and no filter of the blacklist does. Within a filter every field that is set must match; within a
 * field one value is enough; an empty filter matches every flow.
 *
 * <p>Limits are in {@link FilterLimits}.
 */
public final class FlowFilters {
  /** Every field that is supported, cheap tests first. */
  static final List<FilterField<?>> FIELDS =
      Stream.of(
              EventFields.FIELDS,
              TransportFields.FIELDS,
              EndpointFields.FIELDS,
              AddressFields.FIELDS,
              NodeFields.FIELDS,
              LabelFields.FIELDS,
              DnsFields.FIELDS,
              HttpFields.FIELDS,
              CelFields.FIELDS)
          .<FilterField<?>>flatMap(List::stream)
          .toList();

  private FlowFilters() {}

  /**
   * The predicate for a request. Safe for use by several threads.
   *
   * @throws InvalidFilterException for the first value that cannot be used
   */
  public static Predicate<Flow> compile(List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
    List<Predicate<Flow>> wanted = compile("whitelist", whitelist);
    List<Predicate<Flow>> refused = compile("blacklist", blacklist);
    Predicate<Flow> passes = wanted.isEmpty() ? flow -> true : AnyOf.of(wanted);
    return refused.isEmpty() ? passes : passes.and(AnyOf.of(refused).negate());
  }

  private static List<Predicate<Flow>> compile(String list, List<FlowFilter> filters) {
    if (filters.size() > FilterLimits.FILTERS_MAX) {
      throw new InvalidFilterException(
          list,
          filters.size() + " filters",
          list,
          new LimitExceededException(
              "filters", "too many (expected: at most " + FilterLimits.FILTERS_MAX + ")"));
    }
    List<Predicate<Flow>> compiled = new ArrayList<>(filters.size());
    for (int i = 0; i < filters.size(); i++) {
      compiled.add(compile(filters.get(i), list + "[" + i + "]"));
    }
    return compiled;
  }

  private static Predicate<Flow> compile(FlowFilter filter, String position) {
    HttpFields.checkEventTypes(filter, position);
    List<Predicate<Flow>> all = new ArrayList<>();
    for (FilterField<?> field : FIELDS) {
      field.addTo(all, filter, position);
    }
    return new AllOf(all);
  }
}
