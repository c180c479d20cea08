package io.weir.dashboards.api;

import io.weir.filter.query.QueryException;
import java.util.Optional;

/**
 * What is wrong with a query, for who underlines it.
 *
 * @param error one sentence
 * @param at where the bad part begins, in UTF-16 units from 0
 * @param length of the bad part; 0 where something misses
 * @param expected the rule
 * @param suggestion what could stand in its place
 */
record QueryError(String error, int at, int length, String expected, Optional<String> suggestion) {
  static QueryError of(QueryException problem) {
    return new QueryError(
        "query: " + problem.getMessage(),
        problem.at(),
        problem.length(),
        problem.expected(),
        problem.suggestion());
  }
}
