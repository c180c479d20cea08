package io.weir.cli.observe;

import io.weir.hubble.observer.GetFlowsResponse;

/** Where answers come from. Confined to one thread. */
interface FlowSource extends AutoCloseable {
  /**
   * Waits for the next answer.
   *
   * @return false when there are no more
   * @throws io.grpc.StatusRuntimeException if a server refuses or fails
   */
  boolean hasNext() throws CliException, InterruptedException;

  /** The next answer, once {@link #hasNext} has said that there is one. */
  GetFlowsResponse next();

  @Override
  void close();
}
