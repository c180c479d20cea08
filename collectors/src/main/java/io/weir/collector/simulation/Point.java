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
    List<Point> points = new ArrayList<>(2);
    boolean local = sameNode(client, server);
    if (client instanceof Pod pod && !local) {
      TraceObservationPoint out =
          server instanceof Pod ? TraceObservationPoint.TO_OVERLAY : TraceObservationPoint.TO_STACK;
      points.add(new Point(pod.node(), false, out, false));
    }
    if (server instanceof Pod pod) {
      points.add(new Point(pod.node(), true, TraceObservationPoint.TO_ENDPOINT, !local));
    }
    return points;
  }

  /** Where replies are seen, in their order. */
  static List<Point> reply(Party client, Party server) {
    List<Point> points = new ArrayList<>(2);
    boolean local = sameNode(client, server);
    if (server instanceof Pod pod && !local) {
      TraceObservationPoint out =
          client instanceof Pod ? TraceObservationPoint.TO_OVERLAY : TraceObservationPoint.TO_STACK;
      points.add(new Point(pod.node(), true, out, false));
    }
    if (client instanceof Pod pod) {
      points.add(new Point(pod.node(), false, TraceObservationPoint.TO_ENDPOINT, !local));
    }
    return points;
  }

  private static boolean sameNode(Party client, Party server) {
    return client instanceof Pod a && server instanceof Pod b && a.node().equals(b.node());
  }
}
