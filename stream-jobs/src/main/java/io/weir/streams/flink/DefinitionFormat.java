package io.weir.streams.flink;

import io.weir.slo.v1.SloDefinition;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An SLO definition, between operators. Never part of a checkpoint. */
final class DefinitionFormat extends StateFormat<Definition> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: name with its length, whether it is in force, and if so the message with its length;
   * then the same of what is discarded.
   */
  private static final int V1_NAME_SLO_DISCARD = 1;

  private static final UpsertFormat DISCARD = new UpsertFormat();

  @Override
  public int version() {
    return V1_NAME_SLO_DISCARD;
  }

  @Override
  protected void write(Definition definition, DataOutput out) throws IOException {
    // A key may be longer than what writeUTF takes.
    writeBytes(definition.name().getBytes(StandardCharsets.UTF_8), out);
    out.writeBoolean(definition.slo().isPresent());
    if (definition.slo().isPresent()) {
      writeBytes(definition.slo().get().toByteArray(), out);
    }
    out.writeBoolean(definition.discard().isPresent());
    if (definition.discard().isPresent()) {
      writeBytes(DISCARD.encode(definition.discard().get()), out);
    }
  }

  @Override
  protected Definition read(int version, StateInput in) throws IOException {
    return new Definition(
        new String(readBytes(in), StandardCharsets.UTF_8),
        in.readBoolean() ? Optional.of(SloDefinition.parseFrom(readBytes(in))) : Optional.empty(),
        in.readBoolean() ? Optional.of(DISCARD.decode(readBytes(in))) : Optional.empty());
  }
}
