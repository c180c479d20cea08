package io.weir.alerting.slo;

import io.weir.series.v1.Peer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which workloads are meant: {@code cluster/namespace/kind/name}, each part with {@code *} for any
 * text. Case matters. Immutable.
 */
public final class PeerPattern {
  private static final int PARTS = 4;

  private final String text;
  private final List<Pattern> parts;

  private PeerPattern(String text, List<Pattern> parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * @param text four parts; an empty part is an empty one of the peer
   */
  public static PeerPattern of(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException(
          "peer: " + text + " (expected: cluster/namespace/kind/name, * for any)");
    }
    return new PeerPattern(text, List.of(parts).stream().map(PeerPattern::glob).toList());
  }

  private static Pattern glob(String part) {
    StringBuilder regex = new StringBuilder();
    for (String literal : part.split("\\*+", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether {@code peer} is meant. */
  public boolean matches(Peer peer) {
    return parts.get(0).matcher(peer.getCluster()).matches()
        && parts.get(1).matcher(peer.getNamespace()).matches()
        && parts.get(2).matcher(peer.getKind()).matches()
        && parts.get(3).matcher(peer.getName()).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
