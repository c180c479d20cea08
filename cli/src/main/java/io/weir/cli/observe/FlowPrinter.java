package io.weir.cli.observe;

import io.weir.hubble.observer.GetFlowsResponse;

/** Writes answers as text. Confined to one thread. */
interface FlowPrinter {
  /**
   * A line for standard output, without its end; empty for what does not belong there.
   *
   * @throws IllegalArgumentException if the answer cannot be written in this format
   */
  String line(GetFlowsResponse response);

  /** A line for standard error: what is not data, such as nodes that cannot be reached. */
  String note(GetFlowsResponse response);
}
