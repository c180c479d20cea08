package io.weir.cli.cluster;

/** How a list is written; {@code wide} is a table with more columns. */
enum ListOutput {
  table,
  wide,
  json
}
