package io.weir.dashboards.map;

import java.util.Comparator;

/**
 * An arrow from a client to a server, or from one group to another.
 *
 * @param from id of the client
 * @param to id of the server
 */
public record Link(String from, String to) implements Comparable<Link> {
  private static final Comparator<Link> ORDER =
      Comparator.comparing(Link::from).thenComparing(Link::to);

  @Override
  public int compareTo(Link other) {
    return ORDER.compare(this, other);
  }
}
