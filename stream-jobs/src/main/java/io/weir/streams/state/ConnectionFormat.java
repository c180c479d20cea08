package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.Conversation;
import io.weir.streams.edge.Delivery;
import io.weir.streams.edge.DnsEvent;
import io.weir.streams.edge.NodeView;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is known about one connection. */
public final class ConnectionFormat extends StateFormat<Connection> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: a single conversation: times, ends, handshake, points that saw its SYN, queries and
   * answers that wait; handshake by its position, peers and edges in protobuf, collections with
   * their size first.
   */
  static final int V1_ALL_FIELDS = 1;

  /** Version 2: the same, then how far the SYN was seen to come. */
  static final int V2_PATH = 2;

  /**
   * Version 3: time of the last arrival, then the conversations, oldest first, with their number:
   * facts and what was counted, in the order of {@link Conversation}'s fields.
   */
  static final int V3_CONVERSATIONS = 3;

  /**
   * Version 4: as 3; after the proxy, where there is one, the time of its first report, whether it
   * stays and what all proxies reported; first in each query and answer, who reported it; in what a
   * node saw, after its SYNs, the first packet that only an established connection has.
   */
  static final int V4_PROXIES_EVIDENCE = 4;

  @Override
  public int version() {
    return V4_PROXIES_EVIDENCE;
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  protected void write(Connection connection, DataOutput out) throws IOException {
    out.writeLong(connection.lastArrivalMs);
    out.writeByte(connection.former.size() + 1);
    for (Conversation earlier : connection.former) {
      write(earlier, out);
    }
    write(connection.newest, out);
  }

  private static void write(Conversation conversation, DataOutput out) throws IOException {
    out.writeLong(conversation.firstNs);
    out.writeLong(conversation.lastNs);
    out.writeBoolean(conversation.tcp);
    out.writeUTF(conversation.clientIp);
    out.writeInt(conversation.clientPort);
    out.writeByte(conversation.certainty);
    writeBytes(conversation.clientPeer.toByteArray(), out);
    writeBytes(conversation.serverPeer.toByteArray(), out);
    out.writeUTF(conversation.clientPod);
    out.writeUTF(conversation.serverPod);
    out.writeByte(conversation.views.size());
    for (NodeView view : conversation.views) {
      out.writeUTF(view.node);
      writeTimes(view.syns(), out);
      out.writeLong(view.evidenceNs);
      out.writeLong(view.finNs);
      out.writeLong(view.rstNs);
    }
    out.writeLong(conversation.evidenceNs);
    out.writeLong(conversation.serverRstNs);
    out.writeBoolean(conversation.overdue);
    out.writeUTF(conversation.serverIp);
    out.writeUTF(conversation.leftNode);
    out.writeBoolean(conversation.pathKnown);
    out.writeByte(conversation.handshake.ordinal());
    out.writeLong(conversation.synNs);
    writeBytes(conversation.attemptEdge.toByteArray(), out);
    writeTimes(conversation.retransmitNs, out);
    out.writeBoolean(conversation.closed);
    out.writeBoolean(conversation.reset);
    out.writeLong(conversation.closedNs);
    writeBytes(conversation.closedEdge.toByteArray(), out);
    out.writeBoolean(conversation.claimed);
    out.writeLong(conversation.claimedNs);
    ConnectionReportsFormat.write(conversation, out);
    out.writeInt(conversation.lookups.size());
    for (DnsEvent event : conversation.lookups) {
      ConnectionReportsFormat.writeProxy(event.proxy(), conversation, out);
      write(event, out);
    }
    write(conversation.toServer, out);
    write(conversation.toClient, out);
  }

  private static void write(DnsEvent event, DataOutput out) throws IOException {
    out.writeBoolean(event.isAnswer());
    out.writeUTF(event.name());
    out.writeUTF(event.types());
    out.writeLong(event.ns());
    writeBytes(event.edge().toByteArray(), out);
    out.writeBoolean(event.counted);
    if (event.isAnswer()) {
      out.writeUTF(event.rcode());
      out.writeLong(event.latencyNs());
      out.writeLong(event.countedNs);
      writeBytes(event.countedEdge.toByteArray(), out);
      out.writeLong(event.countedLatencyNs);
    } else {
      out.writeBoolean(event.overdue);
      out.writeBoolean(event.settled);
    }
  }

  private static void write(Delivery delivery, DataOutput out) throws IOException {
    out.writeByte(delivery.rank());
    out.writeByte(delivery.size());
    for (int i = 0; i < delivery.size(); i++) {
      out.writeLong(delivery.slot(i));
      out.writeLong(delivery.count(i));
      writeBytes(delivery.edge(i).toByteArray(), out);
    }
  }

  private static void writeTimes(long[] times, DataOutput out) throws IOException {
    out.writeInt(times.length);
    for (long time : times) {
      out.writeLong(time);
    }
  }

  @Override
  protected Connection read(int version, StateInput in) throws IOException {
    if (version < V3_CONVERSATIONS) {
      return ConnectionFormatV2.read(version, in);
    }
    Connection connection = new Connection();
    connection.lastArrivalMs = in.readLong();
    List<Conversation> all = new ArrayList<>();
    int conversations = in.readUnsignedByte();
    if (conversations == 0) {
      throw new IOException("conversations: 0 (expected: 1 or more)");
    }
    for (int left = conversations; left > 0; left--) {
      all.add(readConversation(version, in));
    }
    connection.newest = all.remove(all.size() - 1);
    connection.former = all.isEmpty() ? List.of() : all;
    return connection;
  }

  private static Conversation readConversation(int version, StateInput in) throws IOException {
    Conversation conversation = new Conversation();
    conversation.firstNs = in.readLong();
    conversation.lastNs = in.readLong();
    conversation.tcp = in.readBoolean();
    conversation.clientIp = in.readUTF();
    conversation.clientPort = in.readInt();
    conversation.certainty = in.readUnsignedByte();
    conversation.clientPeer = Peer.parseFrom(readBytes(in));
    conversation.serverPeer = Peer.parseFrom(readBytes(in));
    conversation.clientPod = in.readUTF();
    conversation.serverPod = in.readUTF();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      NodeView view = new NodeView(in.readUTF());
      for (long time : readTimes(in)) {
        view.addSyn(time);
      }
      view.evidenceNs = version >= V4_PROXIES_EVIDENCE ? in.readLong() : 0;
      view.finNs = in.readLong();
      view.rstNs = in.readLong();
      conversation.views.add(view);
    }
    conversation.evidenceNs = in.readLong();
    conversation.serverRstNs = in.readLong();
    conversation.overdue = in.readBoolean();
    conversation.serverIp = in.readUTF();
    conversation.leftNode = in.readUTF();
    conversation.pathKnown = in.readBoolean();
    conversation.handshake = handshake(in.readUnsignedByte());
    conversation.synNs = in.readLong();
    conversation.attemptEdge = Edge.parseFrom(readBytes(in));
    conversation.retransmitNs = readTimes(in);
    conversation.closed = in.readBoolean();
    conversation.reset = in.readBoolean();
    conversation.closedNs = in.readLong();
    conversation.closedEdge = Edge.parseFrom(readBytes(in));
    conversation.claimed = in.readBoolean();
    conversation.claimedNs = in.readLong();
    if (version >= V4_PROXIES_EVIDENCE) {
      ConnectionReportsFormat.read(conversation, in);
    } else {
      ConnectionReportsFormat.readOwnerAlone(conversation, in);
    }
    for (int left = in.readInt(); left > 0; left--) {
      String proxy =
          version >= V4_PROXIES_EVIDENCE
              ? ConnectionReportsFormat.readProxy(conversation, in)
              : conversation.proxy;
      conversation.lookups.add(readDnsEvent(proxy, in));
    }
    readDelivery(conversation.toServer, in);
    readDelivery(conversation.toClient, in);
    return conversation;
  }

  static Conversation.Handshake handshake(int position) throws IOException {
    if (position >= Conversation.Handshake.values().length) {
      throw new IOException("handshake: " + position + " (expected: one of this version)");
    }
    return Conversation.Handshake.values()[position];
  }

  private static DnsEvent readDnsEvent(String proxy, StateInput in) throws IOException {
    boolean answer = in.readBoolean();
    String name = in.readUTF();
    String types = in.readUTF();
    long ns = in.readLong();
    Edge edge = Edge.parseFrom(readBytes(in));
    boolean counted = in.readBoolean();
    DnsEvent event;
    if (answer) {
      event = DnsEvent.answer(proxy, name, types, ns, in.readUTF(), in.readLong(), edge);
      event.countedNs = in.readLong();
      event.countedEdge = Edge.parseFrom(readBytes(in));
      event.countedLatencyNs = in.readLong();
    } else {
      event = DnsEvent.query(proxy, name, types, ns, edge);
      event.overdue = in.readBoolean();
      event.settled = in.readBoolean();
    }
    event.counted = counted;
    return event;
  }

  private static void readDelivery(Delivery delivery, StateInput in) throws IOException {
    delivery.restore(in.readUnsignedByte());
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      delivery.restore(in.readLong(), in.readLong(), Edge.parseFrom(readBytes(in)));
    }
  }

  private static long[] readTimes(StateInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available() / Long.BYTES) {
      throw new IOException("times: " + length + " (expected: as many as there are bytes for)");
    }
    long[] times = new long[length];
    for (int i = 0; i < length; i++) {
      times[i] = in.readLong();
    }
    return times;
  }
}
