package io.weir.streams.flink;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.NameAnswer;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;

/** An answer to a DNS query, between operators. Never part of a checkpoint. */
final class NameAnswerFormat extends StateFormat<NameAnswer> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the fields in order, the edge in protobuf with its length. */
  private static final int V1_FIELDS = 1;

  @Override
  public int version() {
    return V1_FIELDS;
  }

  @Override
  protected void write(NameAnswer answer, DataOutput out) throws IOException {
    writeBytes(answer.edge().toByteArray(), out);
    out.writeUTF(answer.name());
    out.writeBoolean(answer.resolved());
    out.writeLong(answer.answeredNs());
    out.writeLong(answer.countedNs());
    out.writeBoolean(answer.takenBack());
  }

  @Override
  protected NameAnswer read(int version, StateInput in) throws IOException {
    return new NameAnswer(
        Edge.parseFrom(readBytes(in)),
        in.readUTF(),
        in.readBoolean(),
        in.readLong(),
        in.readLong(),
        in.readBoolean());
  }
}
