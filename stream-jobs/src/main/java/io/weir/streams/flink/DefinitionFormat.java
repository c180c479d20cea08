package io.weir.streams.flink;

import io.weir.slo.v1.SloDefinition;
import io.weir.streams.state.StateFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/** An SLO definition, between operators. Never part of a checkpoint. */
final class DefinitionFormat extends StateFormat<Definition> {
  private static final long serialVersionUID = 1L;

  /** Version 1: name, whether it is in force, and if so the message with its length. */
  private static final int V1_NAME_SLO = 1;

  @Override
  public int version() {
    return V1_NAME_SLO;
  }

  @Override
  protected void write(Definition definition, DataOutputStream out) throws IOException {
    out.writeUTF(definition.name());
    out.writeBoolean(definition.slo().isPresent());
    if (definition.slo().isPresent()) {
      writeBytes(definition.slo().get().toByteArray(), out);
    }
  }

  @Override
  protected Definition read(int version, DataInputStream in) throws IOException {
    String name = in.readUTF();
    return new Definition(
        name,
        in.readBoolean() ? Optional.of(SloDefinition.parseFrom(readBytes(in))) : Optional.empty());
  }
}
