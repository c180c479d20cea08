package io.weir.streams.state;

import io.weir.streams.edge.DnsTally;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.HttpTally;
import io.weir.streams.edge.Interned;
import io.weir.streams.edge.NamedCounts;
import io.weir.streams.edge.TcpTally;
import java.io.DataOutput;
import java.io.IOException;

/** One window of an edge. */
public final class EdgeCountsFormat extends StateFormat<EdgeCounts> {
  private static final long serialVersionUID = 1L;

  /** Version 1: {@code weir.series.v1.EdgeCounts} in protobuf, with its length. */
  static final int V1_PROTOBUF = 1;

  /**
   * Version 2: what nearly every window has as numbers (zigzag, seven bits a byte): first, last,
   * flows, reporters, verdicts, drops, packets, bytes, sampled out, and the fields of {@link
   * TcpTally} in order; then what applications said in protobuf with its length, 0 without.
   */
  static final int V2_NUMBERS_APPLICATIONS = 2;

  /** Version 3: as 2, with packets delivered after those sampled out. */
  static final int V3_DELIVERED = 3;

  // The same few names are in every window. Strings may be shared between threads without a lock.
  private static final Interned<String> NAMES = new Interned<>(1 << 10);

  /** A name's length and its count. */
  private static final int NAMED_BYTES_MIN = 3;

  @Override
  public int version() {
    return V3_DELIVERED;
  }

  @Override
  protected void write(EdgeCounts counts, DataOutput out) throws IOException {
    writeNumber(counts.firstNs(), out);
    writeNumber(counts.lastNs(), out);
    writeNumber(counts.flows(), out);
    write(counts.reporters(), out);
    write(counts.verdicts(), out);
    write(counts.drops(), out);
    writeNumber(counts.packets(), out);
    writeNumber(counts.bytes(), out);
    writeNumber(counts.sampledOut(), out);
    writeNumber(counts.delivered(), out);
    write(counts.tcp(), out);
    writeBytes(
        hasApplications(counts) ? counts.applications().toProto().toByteArray() : new byte[0], out);
  }

  private static boolean hasApplications(EdgeCounts counts) {
    return counts.http() != HttpTally.NONE
        || counts.dns() != DnsTally.NONE
        || !counts.kafka().calls().isEmpty()
        || !counts.custom().byName().isEmpty();
  }

  private static void write(NamedCounts counts, DataOutput out) throws IOException {
    writeNumber(counts.size(), out);
    for (int i = 0; i < counts.size(); i++) {
      out.writeUTF(counts.name(i));
      writeNumber(counts.count(i), out);
    }
  }

  private static void write(TcpTally tcp, DataOutput out) throws IOException {
    writeNumber(tcp.attempts(), out);
    writeNumber(tcp.established(), out);
    writeNumber(tcp.refused(), out);
    writeNumber(tcp.unanswered(), out);
    writeNumber(tcp.closed(), out);
    writeNumber(tcp.reset(), out);
    writeNumber(tcp.retransmits(), out);
    writeNumber(tcp.pathLost(), out);
  }

  @Override
  protected EdgeCounts read(int version, StateInput in) throws IOException {
    if (version == V1_PROTOBUF) {
      return EdgeCounts.fromProto(io.weir.series.v1.EdgeCounts.parseFrom(readBytes(in)));
    }
    long firstNs = readNumber(in);
    long lastNs = readNumber(in);
    long flows = readNumber(in);
    NamedCounts reporters = readCounts(in);
    NamedCounts verdicts = readCounts(in);
    NamedCounts drops = readCounts(in);
    long packets = readNumber(in);
    long bytes = readNumber(in);
    long sampledOut = readNumber(in);
    long delivered = version >= V3_DELIVERED ? readNumber(in) : 0;
    TcpTally tcp = readTcp(in);
    byte[] applications = readBytes(in);
    EdgeCounts said =
        applications.length == 0
            ? EdgeCounts.NONE
            : EdgeCounts.fromProto(io.weir.series.v1.EdgeCounts.parseFrom(applications));
    return new EdgeCounts(
        firstNs,
        lastNs,
        flows,
        reporters,
        verdicts,
        tcp,
        said.http(),
        said.dns(),
        said.kafka(),
        drops,
        packets,
        bytes,
        sampledOut,
        said.custom(),
        delivered);
  }

  private static NamedCounts readCounts(StateInput in) throws IOException {
    long size = readNumber(in);
    if (size == 0) {
      return NamedCounts.NONE;
    }
    if (size < 0 || size > in.available() / NAMED_BYTES_MIN) {
      throw new IOException("names: " + size + " (expected: as many as there are bytes for)");
    }
    String[] names = new String[(int) size];
    long[] counts = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = NAMES.of(in.readUTF());
      counts[i] = readNumber(in);
    }
    try {
      return NamedCounts.ofSorted(names, counts);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static TcpTally readTcp(StateInput in) throws IOException {
    TcpTally tcp =
        new TcpTally(
            readNumber(in),
            readNumber(in),
            readNumber(in),
            readNumber(in),
            readNumber(in),
            readNumber(in),
            readNumber(in),
            readNumber(in));
    return tcp.equals(TcpTally.NONE) ? TcpTally.NONE : tcp;
  }
}
