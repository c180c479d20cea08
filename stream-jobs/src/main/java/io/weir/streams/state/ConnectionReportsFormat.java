package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.Conversation;
import io.weir.streams.edge.HttpCallTally;
import io.weir.streams.edge.KafkaTally;
import io.weir.streams.edge.ProxyReport;
import io.weir.streams.edge.RequestEvent;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;

/**
 * The part of {@link ConnectionFormat} that says which proxy owns a conversation, and what all of
 * them reported: nothing but an empty name where no proxy sees the connection.
 */
final class ConnectionReportsFormat {
  private static final int REQUEST = 0;
  private static final int RESPONSE = 1;
  private static final int KAFKA_REQUEST = 2;
  private static final int KAFKA_ERROR = 3;

  private ConnectionReportsFormat() {}

  static void write(Conversation conversation, DataOutput out) throws IOException {
    out.writeUTF(conversation.proxy);
    if (conversation.proxy.isEmpty()) {
      return;
    }
    out.writeLong(conversation.proxyNs);
    out.writeBoolean(conversation.proxyStays);
    out.writeByte(conversation.reports.size());
    Edge edge = Edge.getDefaultInstance();
    for (ProxyReport report : conversation.reports) {
      writeProxy(report.proxy(), conversation, out);
      out.writeLong(report.ns());
      // Nearly all of them count on one edge.
      boolean same = report.edge().equals(edge);
      out.writeBoolean(same);
      if (!same) {
        edge = report.edge();
        StateFormat.writeBytes(edge.toByteArray(), out);
      }
      write(report.event(), out);
    }
  }

  /** Nothing but a bit where it is the owner. */
  static void writeProxy(String proxy, Conversation conversation, DataOutput out)
      throws IOException {
    boolean owner = proxy.equals(conversation.proxy);
    out.writeBoolean(owner);
    if (!owner) {
      out.writeUTF(proxy);
    }
  }

  private static void write(RequestEvent event, DataOutput out) throws IOException {
    if (event instanceof RequestEvent.Http http) {
      boolean request = http.status().isEmpty();
      out.writeByte(request ? REQUEST : RESPONSE);
      out.writeUTF(http.call().method());
      out.writeUTF(http.call().path());
      if (!request) {
        out.writeUTF(http.status());
        out.writeLong(http.latencyNs());
      }
    } else if (event instanceof RequestEvent.KafkaCall kafka) {
      out.writeByte(kafka.calls().equals(KafkaTally.Calls.REQUEST) ? KAFKA_REQUEST : KAFKA_ERROR);
      out.writeUTF(kafka.key().topic());
      out.writeUTF(kafka.key().api());
    } else {
      throw new IllegalArgumentException("report: " + event + " (expected: one that counts)");
    }
  }

  static void read(Conversation conversation, StateInput in) throws IOException {
    conversation.proxy = in.readUTF();
    if (conversation.proxy.isEmpty()) {
      return;
    }
    conversation.proxyNs = in.readLong();
    conversation.proxyStays = in.readBoolean();
    int reports = in.readUnsignedByte();
    if (reports > 0) {
      conversation.reports = new ArrayList<>(reports);
    }
    Edge edge = Edge.getDefaultInstance();
    for (int left = reports; left > 0; left--) {
      String proxy = readProxy(conversation, in);
      long ns = in.readLong();
      if (!in.readBoolean()) {
        edge = Edge.parseFrom(StateFormat.readBytes(in));
      }
      conversation.reports.add(new ProxyReport(proxy, ns, edge, readEvent(in)));
    }
  }

  static String readProxy(Conversation conversation, StateInput in) throws IOException {
    return in.readBoolean() ? conversation.proxy : in.readUTF();
  }

  private static RequestEvent readEvent(StateInput in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case REQUEST -> new RequestEvent.Http(readCall(in), "", 0);
      case RESPONSE -> new RequestEvent.Http(readCall(in), in.readUTF(), in.readLong());
      case KAFKA_REQUEST -> new RequestEvent.KafkaCall(readKey(in), KafkaTally.Calls.REQUEST);
      case KAFKA_ERROR -> new RequestEvent.KafkaCall(readKey(in), KafkaTally.Calls.ERROR);
      default -> throw new IOException("report: " + kind + " (expected: one of this version)");
    };
  }

  private static HttpCallTally.Key readCall(StateInput in) throws IOException {
    return new HttpCallTally.Key(in.readUTF(), in.readUTF());
  }

  private static KafkaTally.Key readKey(StateInput in) throws IOException {
    return new KafkaTally.Key(in.readUTF(), in.readUTF());
  }

  /** Versions before 4 kept who reported first, and none of the reports. */
  static void readOwnerAlone(Conversation conversation, StateInput in) throws IOException {
    conversation.proxy = in.readUTF();
    conversation.proxyStays = !conversation.proxy.isEmpty();
  }
}
