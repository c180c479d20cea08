package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import io.weir.streams.edge.Connection;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/** What is known about one connection. */
public final class ConnectionFormat extends StateFormat<Connection> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: the fields of {@link Connection} up to refusedNs in the order of their declaration,
   * then those from closed on; handshake by its position, peers and edges in protobuf, collections
   * with their size first.
   */
  static final int V1_ALL_FIELDS = 1;

  /** Version 2: the same, then how far the SYN was seen to come. */
  static final int V2_PATH = 2;

  @Override
  public int version() {
    return V2_PATH;
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  protected void write(Connection connection, DataOutputStream out) throws IOException {
    out.writeLong(connection.lastNs);
    out.writeBoolean(connection.tcp);
    out.writeUTF(connection.client);
    out.writeByte(connection.certainty);
    writeBytes(connection.clientPeer.toByteArray(), out);
    writeBytes(connection.serverPeer.toByteArray(), out);
    out.writeByte(connection.handshake.ordinal());
    out.writeLong(connection.synNs);
    writeBytes(connection.attemptEdge.toByteArray(), out);
    out.writeInt(connection.synPoints.size());
    for (String point : connection.synPoints) {
      out.writeUTF(point);
    }
    out.writeLong(connection.evidenceNs);
    out.writeLong(connection.earlyRstNs);
    out.writeLong(connection.refusedNs);
    out.writeBoolean(connection.closed);
    out.writeBoolean(connection.reset);
    out.writeLong(connection.closedNs);
    writeBytes(connection.closedEdge.toByteArray(), out);
    out.writeUTF(connection.proxy);
    out.writeInt(connection.queries.size());
    for (Map.Entry<String, Connection.Query> entry : connection.queries.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().timeNs());
      writeBytes(entry.getValue().edge().toByteArray(), out);
      out.writeBoolean(entry.getValue().unanswered());
    }
    out.writeInt(connection.answers.size());
    for (Map.Entry<String, Long> entry : connection.answers.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue());
    }
    out.writeLong(connection.lastArrivalMs);
    out.writeUTF(connection.serverIp);
    out.writeUTF(connection.leftNode);
    out.writeBoolean(connection.pathKnown);
    out.writeBoolean(connection.claimed);
  }

  @Override
  protected Connection read(int version, DataInputStream in) throws IOException {
    Connection connection = new Connection();
    connection.lastNs = in.readLong();
    connection.tcp = in.readBoolean();
    connection.client = in.readUTF();
    connection.certainty = in.readUnsignedByte();
    connection.clientPeer = Peer.parseFrom(readBytes(in));
    connection.serverPeer = Peer.parseFrom(readBytes(in));
    int handshake = in.readUnsignedByte();
    if (handshake >= Connection.Handshake.values().length) {
      throw new IOException("handshake: " + handshake + " (expected: one of this version)");
    }
    connection.handshake = Connection.Handshake.values()[handshake];
    connection.synNs = in.readLong();
    connection.attemptEdge = Edge.parseFrom(readBytes(in));
    for (int left = in.readInt(); left > 0; left--) {
      connection.synPoints.add(in.readUTF());
    }
    connection.evidenceNs = in.readLong();
    connection.earlyRstNs = in.readLong();
    connection.refusedNs = in.readLong();
    connection.closed = in.readBoolean();
    connection.reset = in.readBoolean();
    connection.closedNs = in.readLong();
    connection.closedEdge = Edge.parseFrom(readBytes(in));
    connection.proxy = in.readUTF();
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      long timeNs = in.readLong();
      Edge edge = Edge.parseFrom(readBytes(in));
      connection.queries.put(key, new Connection.Query(timeNs, edge, in.readBoolean()));
    }
    for (int left = in.readInt(); left > 0; left--) {
      connection.answers.put(in.readUTF(), in.readLong());
    }
    connection.lastArrivalMs = in.readLong();
    if (version >= V2_PATH) {
      connection.serverIp = in.readUTF();
      connection.leftNode = in.readUTF();
      connection.pathKnown = in.readBoolean();
      connection.claimed = in.readBoolean();
    } else {
      // What it did not look for it cannot claim.
      connection.pathKnown = true;
    }
    return connection;
  }
}
