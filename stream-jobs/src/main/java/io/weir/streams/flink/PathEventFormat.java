package io.weir.streams.flink;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.PathClaim;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.Sighting;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sighting or a claim, between operators. Never part of a checkpoint. */
final class PathEventFormat extends StateFormat<PathEvent> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: true for a claim, then the fields in order, the edge in protobuf with its length.
   */
  private static final int V1_FIELDS = 1;

  @Override
  public int version() {
    return V1_FIELDS;
  }

  @Override
  protected void write(PathEvent event, DataOutput out) throws IOException {
    out.writeBoolean(event instanceof PathClaim);
    if (event instanceof PathClaim claim) {
      out.writeUTF(claim.id());
      writeBytes(claim.edge().toByteArray(), out);
      out.writeLong(claim.synNs());
      out.writeUTF(claim.serverIp());
      out.writeUTF(claim.node());
      out.writeBoolean(claim.takenBack());
    } else if (event instanceof Sighting sighting) {
      out.writeUTF(sighting.ip());
      out.writeUTF(sighting.node());
      out.writeLong(sighting.period());
    }
  }

  @Override
  protected PathEvent read(int version, StateInput in) throws IOException {
    if (in.readBoolean()) {
      String id = in.readUTF();
      Edge edge = Edge.parseFrom(readBytes(in));
      return new PathClaim(id, edge, in.readLong(), in.readUTF(), in.readUTF(), in.readBoolean());
    }
    return new Sighting(in.readUTF(), in.readUTF(), in.readLong());
  }
}
