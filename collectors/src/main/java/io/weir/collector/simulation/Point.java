package io.weir.collector.simulation;

import io.weir.hubble.flow.TraceObservationPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A place on a packet's way that reports it.
 *
 * @param ingress true on the server's side of the connection, replies included
 * @param far true behind the network, false before it
 */
record Point(Node node, boolean ingress, TraceObservationPoint place, boolean far) {

  /** Where packets from client to server are seen, in their order. */
  static List<Point> forward(Party client, Party server) {
    return way(client, server, false);
  }

  /** Where replies are seen, in their order. */
  static List<Point> reply(Party client, Party server) {
    return way(server, client, true);
  }

  /** Between nodes both report, on one node the receiver's end alone, outside nobody. */
  private static List<Point> way(Party from, Party to, boolean fromServer) {
    List<Point> points = new ArrayList<>(2);
    boolean local = from instanceof Pod a && to instanceof Pod b && a.node().equals(b.node());
    if (from instanceof Pod pod && !local) {
      TraceObservationPoint out =
          to instanceof Pod ? TraceObservationPoint.TO_OVERLAY : TraceObservationPoint.TO_STACK;
      points.add(new Point(pod.node(), fromServer, out, false));
    }
    if (to instanceof Pod pod) {
      points.add(new Point(pod.node(), !fromServer, TraceObservationPoint.TO_ENDPOINT, !local));
    }
    return points;
  }
}
