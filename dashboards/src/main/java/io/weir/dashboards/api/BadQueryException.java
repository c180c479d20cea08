package io.weir.dashboards.api;

import io.weir.filter.query.QueryException;

/** A query for flows cannot be understood. */
final class BadQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final QueryException problem;

  BadQueryException(QueryException problem) {
    super(problem.getMessage(), problem);
    this.problem = problem;
  }

  QueryException problem() {
    return problem;
  }
}
