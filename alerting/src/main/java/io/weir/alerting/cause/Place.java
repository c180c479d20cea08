package io.weir.alerting.cause;

/** Where in the dependency graph something goes wrong. */
sealed interface Place extends Comparable<Place> {
  /** Unique, and the order of places. */
  String text();

  @Override
  default int compareTo(Place other) {
    return text().compareTo(other.text());
  }

  /** Between two services, or at the server as this client sees it. */
  record OnEdge(EdgeKey edge) implements Place {
    @Override
    public String text() {
      return edge.text();
    }
  }

  /** In a service's own pods. */
  record AtService(String service) implements Place {
    @Override
    public String text() {
      return service;
    }
  }
}
