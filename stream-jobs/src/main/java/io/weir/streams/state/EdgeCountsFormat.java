package io.weir.streams.state;

import io.weir.streams.edge.DnsTally;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.HttpTally;
import io.weir.streams.edge.NamedCounts;
import io.weir.streams.edge.TcpTally;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

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

  @Override
  public int version() {
    return V2_NUMBERS_APPLICATIONS;
  }

  @Override
  protected void write(EdgeCounts counts, DataOutputStream out) throws IOException {
    writeNumber(counts.firstNs(), out);
    writeNumber(counts.lastNs(), out);
    writeNumber(counts.flows(), out);
    write(counts.reporters(), out);
    write(counts.verdicts(), out);
    write(counts.drops(), out);
    writeNumber(counts.packets(), out);
    writeNumber(counts.bytes(), out);
    writeNumber(counts.sampledOut(), out);
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

  private static void write(NamedCounts counts, DataOutputStream out) throws IOException {
    Map<String, Long> byName = counts.byName();
    writeNumber(byName.size(), out);
    for (Map.Entry<String, Long> entry : byName.entrySet()) {
      out.writeUTF(entry.getKey());
      writeNumber(entry.getValue(), out);
    }
  }

  private static void write(TcpTally tcp, DataOutputStream out) throws IOException {
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
  protected EdgeCounts read(int version, DataInputStream in) throws IOException {
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
        said.custom());
  }

  private static NamedCounts readCounts(DataInputStream in) throws IOException {
    TreeMap<String, Long> byName = new TreeMap<>();
    for (long left = readNumber(in); left > 0; left--) {
      byName.put(in.readUTF(), readNumber(in));
    }
    return NamedCounts.of(byName);
  }

  private static TcpTally readTcp(DataInputStream in) throws IOException {
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
