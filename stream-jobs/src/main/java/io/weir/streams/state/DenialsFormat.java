package io.weir.streams.state;

import io.weir.hubble.flow.TrafficDirection;
import io.weir.streams.drop.Denials;
import io.weir.streams.drop.DropDelta;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Verdicts of policies and the drops of one connection. */
public final class DenialsFormat extends StateFormat<Denials> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: the verdicts with their number, then the drops with theirs, each of these as {@link
   * DropDeltaFormat} writes it, with its length.
   */
  static final int V1_VERDICTS_DROPS = 1;

  private static final DropDeltaFormat DROP = new DropDeltaFormat();

  @Override
  public int version() {
    return V1_VERDICTS_DROPS;
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  protected void write(Denials denials, DataOutput out) throws IOException {
    out.writeInt(denials.verdicts().size());
    for (Denials.Denied verdict : denials.verdicts()) {
      out.writeUTF(verdict.node());
      out.writeInt(verdict.direction().getNumber());
      out.writeLong(verdict.ns());
      out.writeInt(verdict.policies().size());
      for (String policy : verdict.policies()) {
        out.writeUTF(policy);
      }
    }
    out.writeInt(denials.drops().size());
    for (DropDelta drop : denials.drops()) {
      writeBytes(DROP.encode(drop), out);
    }
  }

  @Override
  protected Denials read(int version, StateInput in) throws IOException {
    List<Denials.Denied> verdicts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      verdicts.add(readVerdict(in));
    }
    List<DropDelta> drops = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      drops.add(DROP.decode(readBytes(in)));
    }
    return Denials.of(verdicts, drops);
  }

  private static Denials.Denied readVerdict(StateInput in) throws IOException {
    String node = in.readUTF();
    TrafficDirection direction = TrafficDirection.forNumber(in.readInt());
    long ns = in.readLong();
    List<String> policies = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      policies.add(in.readUTF());
    }
    return new Denials.Denied(
        node,
        direction == null ? TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN : direction,
        ns,
        policies);
  }
}
