package io.weir.streams.state;

import io.weir.event.v1.FlowEvent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A flow event, between operators. */
public final class FlowEventFormat extends StateFormat<FlowEvent> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the message in protobuf, with its length. */
  static final int V1_PROTOBUF = 1;

  @Override
  public int version() {
    return V1_PROTOBUF;
  }

  @Override
  protected void write(FlowEvent event, DataOutputStream out) throws IOException {
    writeBytes(event.toByteArray(), out);
  }

  @Override
  protected FlowEvent read(int version, DataInputStream in) throws IOException {
    return FlowEvent.parseFrom(readBytes(in));
  }
}
