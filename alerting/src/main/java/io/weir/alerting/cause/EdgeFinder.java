package io.weir.alerting.cause;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Connects, resets, DNS, requests and answers that fail on edges in trouble. Edges to one server
 * with the same sign are one finding.
 */
final class EdgeFinder implements Finder {
  private static final Set<Sign> DNS =
      EnumSet.of(Sign.SERVFAIL, Sign.DENIED, Sign.DNS_UNANSWERED, Sign.DNS_SLOW);

  @Override
  public List<Finding> find(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      if (sign == Sign.DROPPED) {
        continue; // DropFinder knows why
      }
      byServer(scene, sign)
          .forEach((server, edges) -> findings.add(of(scene, sign, server, edges)));
    }
    return findings;
  }

  private static SortedMap<String, List<EdgeKey>> byServer(Scene scene, Sign sign) {
    SortedMap<String, List<EdgeKey>> byServer = new TreeMap<>();
    for (EdgeKey edge : scene.reach().edges()) {
      boolean told = sign == Sign.LONG && scene.edges().course(edge, Sign.HTTP_SLOW).total() > 0;
      // What leads back to where the bad events came from counts there.
      if (!told
          && !scene.reach().isBackwards(edge)
          && scene.edges().trouble(edge, sign, scene.target()) > 0) {
        byServer.computeIfAbsent(edge.server(), key -> new ArrayList<>()).add(edge);
      }
    }
    return byServer;
  }

  private static Finding of(Scene scene, Sign sign, String server, List<EdgeKey> edges) {
    SortedMap<Place, Double> explained = new TreeMap<>();
    List<Evidence> evidence = new ArrayList<>();
    for (EdgeKey edge : edges) {
      Place place = new Place.OnEdge(edge);
      double trouble = scene.edges().trouble(edge, sign, scene.target());
      explained.put(place, Math.min(trouble, scene.through(place)));
      evidence.add(
          Evidence.of(
              sign.words(),
              scene.edges().course(edge, sign),
              scene.frame(),
              "weir.edges.v1 " + edge.text()));
    }
    Course course = scene.edges().course(edges, sign);
    return new Finding(
        sign.kind(),
        Names.of(server),
        sentence(scene, sign, server, edges, course),
        explained,
        Finding.timing(course, scene.bad()),
        scene.specificity(edges, edge -> scene.edges().course(edge, sign)),
        evidence);
  }

  private static String sentence(
      Scene scene, Sign sign, String server, List<EdgeKey> edges, Course course) {
    String subject = Names.of(server);
    String clients = clients(scene, sign, server, edges);
    String share = Names.percent(course.ratio());
    String usual = " (usually " + Names.percent(course.usualRatio()) + ")";
    return switch (sign) {
      case REFUSED -> subject + " refuses " + share + " of the connects from " + clients + usual;
      case UNANSWERED ->
          share + " of the connects from " + clients + " to " + subject + " get no answer" + usual;
      case PATH_LOST ->
          share
              + " of the connects from "
              + clients
              + " to "
              + subject
              + " are lost on the way"
              + usual;
      case RESET ->
          share + " of the connections from " + clients + " to " + subject + " are reset" + usual;
      case RETRANSMIT ->
          share + " of the SYNs from " + clients + " to " + subject + " are sent again" + usual;
      case SERVFAIL ->
          subject
              + " answers "
              + share
              + " of the DNS queries of "
              + clients
              + " with a failure"
              + usual;
      case DENIED ->
          subject
              + " answers "
              + share
              + " of the DNS queries of "
              + clients
              + " with NXDOMAIN for names that resolved before"
              + usual;
      case DNS_UNANSWERED ->
          subject
              + " leaves "
              + share
              + " of the DNS queries of "
              + clients
              + " unanswered"
              + usual;
      case DNS_SLOW ->
          subject + " is slow to answer " + share + " of the DNS queries of " + clients + usual;
      case NO_REQUEST ->
          share
              + " of the connections from "
              + clients
              + " to "
              + subject
              + " carry no request: the client gives up after the handshake, as with TLS"
              + usual;
      case KAFKA ->
          share + " of the Kafka requests of " + clients + " to " + subject + " fail" + usual;
      case HTTP_FAILED -> subject + " fails " + share + " of the requests of " + clients + usual;
      case HTTP_SLOW ->
          subject + " answers " + share + " of the requests of " + clients + " slowly" + usual;
      case LONG ->
          share + " of the connections of " + clients + " to " + subject + " last long" + usual;
      case DROPPED -> throw new IllegalArgumentException("sign: " + sign);
    };
  }

  /** Their names; of many, how many of all. */
  private static String clients(Scene scene, Sign sign, String server, List<EdgeKey> edges) {
    if (edges.size() == 1 && !DNS.contains(sign)) {
      return Names.of(edges.get(0).client());
    }
    Collection<EdgeKey> into = scene.edges().into(server);
    long hit = into.stream().filter(edge -> scene.edges().course(edge, sign).excess() >= 1).count();
    return hit + " of " + into.size() + " clients";
  }
}
