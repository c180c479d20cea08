package io.weir.dashboards.answer;

import com.google.protobuf.ByteString;
import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.DnsName;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Folds windows into one row per client and resolver. The windows must not overlap; their order
 * does not matter. Confined to the thread that answers.
 */
public final class DnsRollup {
  private final EdgeFilter filter;
  private final String namePart;
  private final Map<Edge, Tally> byEdge = new HashMap<>();

  /**
   * Counts the edges that match.
   *
   * @param filter which edges
   * @param namePart only query names that contain this, and only edges that have such a name; empty
   *     for all. The counts of the edge stay those of all its names.
   */
  public DnsRollup(EdgeFilter filter, String namePart) {
    this.filter = filter;
    this.namePart = namePart.toLowerCase(Locale.ROOT);
  }

  /**
   * Counts a window; without DNS it changes nothing.
   *
   * @throws AnswerTooLargeException beyond 100,000 edges
   */
  public void add(EdgeWindow window) {
    DnsCounts dns = window.getCounts().getDns();
    if (dns.getQueries() + dns.getUnanswered() + dns.getAnswersCount() == 0
        || !filter.matches(window.getEdge())) {
      return;
    }
    if (byEdge.size() > EdgeRollup.EDGES_MAX) {
      throw new AnswerTooLargeException(
          "More than 100,000 edges in this range. Name a namespace or service, or a shorter range.");
    }
    byEdge.computeIfAbsent(window.getEdge(), edge -> new Tally()).add(dns);
  }

  /** One row per edge, in no order. */
  public List<DnsRow> rows() {
    return byEdge.entrySet().stream()
        .map(entry -> entry.getValue().row(entry.getKey(), namePart))
        .filter(row -> namePart.isEmpty() || !row.names().isEmpty())
        .toList();
  }

  /** One edge. */
  private static final class Tally {
    private static final Comparator<DnsRow.Name> MOST_FIRST =
        Comparator.comparingLong(DnsRow.Name::queries).reversed().thenComparing(DnsRow.Name::name);

    private final DnsTally all = new DnsTally();
    private final Map<String, DnsTally> byName = new HashMap<>();

    void add(DnsCounts dns) {
      all.add(dns.getQueries(), dns.getAnswersList(), dns.getUnanswered(), dns.getLatencySketch());
      for (DnsName name : dns.getNamesList()) {
        byName
            .computeIfAbsent(name.getName(), key -> new DnsTally())
            .add(name.getQueries(), name.getAnswersList(), 0, ByteString.EMPTY);
      }
    }

    DnsRow row(Edge edge, String namePart) {
      List<DnsRow.Name> names =
          byName.entrySet().stream()
              .filter(entry -> entry.getKey().contains(namePart))
              .map(
                  entry -> {
                    Dns dns = entry.getValue().toDns();
                    return new DnsRow.Name(entry.getKey(), dns.queries(), dns.answers());
                  })
              .sorted(MOST_FIRST)
              .toList();
      return new DnsRow(
          PeerView.of(edge.getClient()),
          PeerView.of(edge.getServer()),
          edge.getPort(),
          edge.getProtocol(),
          all.toDns(),
          names);
    }
  }
}
