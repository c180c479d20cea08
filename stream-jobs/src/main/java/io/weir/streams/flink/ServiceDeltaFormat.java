package io.weir.streams.flink;

import io.weir.series.v1.Peer;
import io.weir.streams.sli.ServiceDelta;
import io.weir.streams.state.SliTallyFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;

/** What edges add to a service, between operators. Never part of a checkpoint. */
final class ServiceDeltaFormat extends StateFormat<ServiceDelta> {
  private static final long serialVersionUID = 1L;

  /** Version 1: event time, server in protobuf and indicators, each with its length. */
  private static final int V1_TIME_SERVER_TALLY = 1;

  private static final SliTallyFormat TALLIES = new SliTallyFormat();

  @Override
  public int version() {
    return V1_TIME_SERVER_TALLY;
  }

  @Override
  protected void write(ServiceDelta delta, DataOutput out) throws IOException {
    out.writeLong(delta.timeNs());
    writeBytes(delta.server().toByteArray(), out);
    writeBytes(TALLIES.encode(delta.tally()), out);
  }

  @Override
  protected ServiceDelta read(int version, StateInput in) throws IOException {
    long timeNs = in.readLong();
    Peer server = Peer.parseFrom(readBytes(in));
    return new ServiceDelta(server, timeNs, TALLIES.decode(readBytes(in)));
  }
}
