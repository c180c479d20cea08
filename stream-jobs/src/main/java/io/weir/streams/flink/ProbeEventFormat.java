package io.weir.streams.flink;

import io.weir.event.v1.ProbeEvent;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;

/** A probe event, between operators. Never part of a checkpoint. */
final class ProbeEventFormat extends StateFormat<ProbeEvent> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the message in protobuf, with its length. */
  private static final int V1_PROTOBUF = 1;

  @Override
  public int version() {
    return V1_PROTOBUF;
  }

  @Override
  protected void write(ProbeEvent event, DataOutput out) throws IOException {
    writeBytes(event.toByteArray(), out);
  }

  @Override
  protected ProbeEvent read(int version, StateInput in) throws IOException {
    return ProbeEvent.parseFrom(readBytes(in));
  }
}
