package io.weir.streams.state;

import io.weir.slo.v1.SloDefinition;
import java.io.DataOutput;
import java.io.IOException;

/** An SLO in force. */
public final class SloDefinitionFormat extends StateFormat<SloDefinition> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the message in protobuf, with its length. */
  static final int V1_PROTOBUF = 1;

  @Override
  public int version() {
    return V1_PROTOBUF;
  }

  @Override
  protected void write(SloDefinition slo, DataOutput out) throws IOException {
    writeBytes(slo.toByteArray(), out);
  }

  @Override
  protected SloDefinition read(int version, StateInput in) throws IOException {
    return SloDefinition.parseFrom(readBytes(in));
  }
}
