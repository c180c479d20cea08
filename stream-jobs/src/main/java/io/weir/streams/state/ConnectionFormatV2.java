package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.Conversation;
import io.weir.streams.edge.DnsEvent;
import io.weir.streams.edge.NodeView;
import java.io.IOException;

/**
 * Reads versions 1 and 2 of {@link ConnectionFormat}. They kept what came first, not what happened
 * first: what was counted from them stays, unless a later report shows something earlier.
 */
final class ConnectionFormatV2 {
  private ConnectionFormatV2() {}

  static Connection read(int version, StateInput in) throws IOException {
    Connection connection = new Connection();
    Conversation conversation = connection.newest;
    conversation.lastNs = in.readLong();
    conversation.firstNs = conversation.lastNs;
    conversation.tcp = in.readBoolean();
    readClient(conversation, in.readUTF());
    conversation.certainty = in.readUnsignedByte();
    conversation.clientPeer = Peer.parseFrom(StateFormat.readBytes(in));
    conversation.serverPeer = Peer.parseFrom(StateFormat.readBytes(in));
    conversation.handshake = ConnectionFormat.handshake(in.readUnsignedByte());
    conversation.synNs = in.readLong();
    conversation.attemptEdge = Edge.parseFrom(StateFormat.readBytes(in));
    readSynPoints(conversation, in);
    long newestEvidenceNs = in.readLong();
    long earlyRstNs = in.readLong();
    long refusedNs = in.readLong();
    conversation.serverRstNs = refusedNs == 0 ? earlyRstNs : refusedNs;
    boolean established = conversation.handshake == Conversation.Handshake.ESTABLISHED;
    conversation.evidenceNs = established ? conversation.synNs : newestEvidenceNs;
    conversation.overdue = conversation.handshake == Conversation.Handshake.UNANSWERED;
    conversation.closed = in.readBoolean();
    conversation.reset = in.readBoolean();
    conversation.closedNs = in.readLong();
    conversation.closedEdge = Edge.parseFrom(StateFormat.readBytes(in));
    if (conversation.closed) {
      end(conversation);
    }
    ConnectionReportsFormat.readOwnerAlone(conversation, in);
    readLookups(conversation, in);
    connection.lastArrivalMs = in.readLong();
    // What version 1 did not look for it cannot claim.
    conversation.pathKnown = true;
    if (version >= ConnectionFormat.V2_PATH) {
      conversation.serverIp = in.readUTF();
      conversation.leftNode = in.readUTF();
      conversation.pathKnown = in.readBoolean();
      conversation.claimed = in.readBoolean();
      conversation.claimedNs = conversation.claimed ? conversation.synNs : 0;
    }
    return connection;
  }

  private static void readClient(Conversation conversation, String client) {
    int space = client.indexOf(' ');
    if (space >= 0) {
      conversation.clientIp = client.substring(0, space);
      conversation.clientPort = Integer.parseInt(client.substring(space + 1));
    }
  }

  /** A point begins with its node. When it saw the SYN is not known, so take the first sighting. */
  private static void readSynPoints(Conversation conversation, StateInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      String point = in.readUTF();
      int bar = point.indexOf('|');
      NodeView view = new NodeView(bar < 0 ? point : point.substring(0, bar));
      view.addSyn(conversation.synNs);
      boolean another = conversation.views.stream().noneMatch(v -> v.node.equals(view.node));
      if (another) {
        conversation.views.add(view);
      }
    }
  }

  private static void end(Conversation conversation) {
    NodeView view = conversation.views.isEmpty() ? new NodeView("") : conversation.views.get(0);
    if (conversation.views.isEmpty()) {
      conversation.views.add(view);
    }
    if (conversation.reset) {
      view.rstNs = conversation.closedNs;
    } else {
      view.finNs = conversation.closedNs;
    }
    conversation.evidenceNs = NodeView.earlier(conversation.evidenceNs, conversation.closedNs);
  }

  /** Keys are name and types, with a blank between. */
  private static void readLookups(Conversation conversation, StateInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      long ns = in.readLong();
      Edge edge = Edge.parseFrom(StateFormat.readBytes(in));
      DnsEvent query = DnsEvent.query(conversation.proxy, name(key), types(key), ns, edge);
      query.counted = in.readBoolean();
      query.overdue = query.counted;
      add(conversation, query);
    }
    for (int left = in.readInt(); left > 0; left--) {
      in.readUTF(); // an answer without a query: counted, and with too little kept to move it
      in.readLong();
    }
  }

  private static void add(Conversation conversation, DnsEvent query) {
    int at = conversation.lookups.size();
    while (at > 0 && conversation.lookups.get(at - 1).ns() > query.ns()) {
      at--;
    }
    conversation.lookups.add(at, query);
  }

  private static String name(String key) {
    int space = key.indexOf(' ');
    return space < 0 ? key : key.substring(0, space);
  }

  private static String types(String key) {
    int space = key.indexOf(' ');
    return space < 0 ? "" : key.substring(space + 1);
  }
}
