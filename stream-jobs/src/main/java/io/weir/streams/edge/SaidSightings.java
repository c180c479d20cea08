package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which address lives on which node, once per address and ten seconds. Each address has a pair of
 * {@value #PLACES} places; of three that share a pair, one is said again and again, which changes
 * nothing. Every flow is looked up here, so it is an array and no map. Mutable, confined to one
 * thread.
 */
public final class SaidSightings {
  private static final int PLACES = 1 << 17;

  private final @Nullable Sighting[] said = new Sighting[PLACES];

  /** What {@code flow} shows, if that was not what was said last of the address; it is now. */
  public Optional<Sighting> news(Flow flow, long timeNs) {
    String ip = Sighting.localIp(flow);
    if (ip.isEmpty()) {
      return Optional.empty();
    }
    int place = place(ip);
    long period = PathLoss.period(timeNs);
    Sighting before = said[place];
    if (before != null
        && before.period() == period
        && before.ip().equals(ip)
        && before.node().equals(flow.getNodeName())) {
      return Optional.empty();
    }
    Sighting sighting = new Sighting(ip, flow.getNodeName(), period);
    said[place] = sighting;
    return Optional.of(sighting);
  }

  /** That of the address, else one that is free, else the one that was said longer ago. */
  private int place(String ip) {
    int hash = ip.hashCode();
    int one = (hash ^ hash >>> 15) & (PLACES - 1);
    int other = one ^ 1;
    Sighting atOne = said[one];
    if (atOne == null || atOne.ip().equals(ip)) {
      return one;
    }
    Sighting atOther = said[other];
    if (atOther == null || atOther.ip().equals(ip)) {
      return other;
    }
    return atOther.period() < atOne.period() ? other : one;
  }
}
