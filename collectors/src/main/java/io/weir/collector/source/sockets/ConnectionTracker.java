package io.weir.collector.source.sockets;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns snapshots into sightings. Pure but for what it remembers; confined to one thread.
 *
 * <p>A connection is OPENING (SYN_SENT, SYN_RECV), OPEN (ESTABLISHED), CLOSING (any FIN or
 * CLOSE_WAIT state) or DONE (TIME_WAIT), and only moves forward; on a connection between two local
 * sockets the farther of the two counts. What is told on the way:
 *
 * <ul>
 *   <li>first seen OPENING: SYN, once; if it then vanishes nothing more, so it stays unanswered
 *   <li>first seen OPEN: SYN and SYN+ACK; first seen later still: and FIN. A connection shorter
 *       than a poll is seen if its local end closed first, which leaves a TIME_WAIT.
 *   <li>from OPENING to OPEN or later: SYN+ACK. A half-open connection in SYN_RECV is told as SYN
 *       alone although the kernel has sent its SYN+ACK: the handshake may be a flood's.
 *   <li>still OPEN: ACK in every refresh interval
 *   <li>from OPEN to CLOSING, DONE or absence: FIN. A reset leaves the same absence.
 * </ul>
 *
 * <p>In the first snapshot, connections that are OPEN are told by an ACK, those OPENING by a SYN,
 * and the rest is not told: its life was before ours. A socket counts as absent when two snapshots
 * in a row lack it, because the kernel's listing skips some while others come and go.
 *
 * <p>The same addresses and ports with another socket, or again open after DONE, are a new
 * connection.
 */
final class ConnectionTracker {
  private final int connectionsMax;
  private final Duration refresh;
  private final Map<Key, Tracked> tracked = new HashMap<>();
  private boolean first = true;
  private long refusedBefore;

  ConnectionTracker(int connectionsMax, Duration refresh) {
    this.connectionsMax = connectionsMax;
    this.refresh = refresh;
  }

  /**
   * What one snapshot proves.
   *
   * @param sightings in the order of the snapshot, ends last
   * @param lost connections that are new beyond the limit: a lower bound, from how many more there
   *     were than in the snapshot before
   */
  record Seen(List<Sighting> sightings, long lost) {}

  Seen plus(SocketSnapshot snapshot) {
    var sightings = new ArrayList<Sighting>();
    var listeners = new Listeners(snapshot.entries());
    long refused = snapshot.overflow();
    for (Row row : rows(snapshot.entries()).values()) {
      var known = tracked.get(row.key);
      if (known != null && known.isAnotherThan(row)) {
        known.end(sightings);
        tracked.remove(row.key);
        known = null;
      }
      if (known != null) {
        known.follow(row, snapshot.at(), sightings);
      } else if (tracked.size() < connectionsMax) {
        var fresh = new Tracked(row, snapshot, listeners);
        fresh.begin(snapshot.at(), sightings);
        tracked.put(row.key, fresh);
      } else {
        refused++;
      }
    }
    tracked.values().removeIf(known -> known.isAbsent(sightings));
    first = false;
    long lost = Math.max(0, refused - refusedBefore);
    refusedBefore = refused;
    return new Seen(sightings, lost);
  }

  int size() {
    return tracked.size();
  }

  private static Map<Key, Row> rows(List<SocketEntry> entries) {
    var rows = new LinkedHashMap<Key, Row>();
    for (SocketEntry entry : entries) {
      if (entry.isConnection()) {
        rows.computeIfAbsent(Key.of(entry), Row::new).add(entry);
      }
    }
    return rows;
  }

  /** Both ends, the lower first, so that both sockets of a local connection share it. */
  private record Key(Protocol protocol, End low, End high) {
    static Key of(SocketEntry entry) {
      return entry.local().compareTo(entry.remote()) <= 0
          ? new Key(entry.protocol(), entry.local(), entry.remote())
          : new Key(entry.protocol(), entry.remote(), entry.local());
    }
  }

  private enum Phase {
    OPENING,
    OPEN,
    CLOSING,
    DONE;

    static Phase of(SocketState state) {
      return switch (state) {
        case SYN_SENT, SYN_RECV, NEW_SYN_RECV -> OPENING;
        case ESTABLISHED -> OPEN;
        case TIME_WAIT -> DONE;
        default -> CLOSING;
      };
    }
  }

  /** One connection in one snapshot. */
  private static final class Row {
    private final Key key;
    private Phase phase = Phase.OPENING;
    private boolean lowLocal;
    private boolean highLocal;
    private long lowInode;
    private long highInode;
    private Optional<End> asked = Optional.empty();

    Row(Key key) {
      this.key = key;
    }

    void add(SocketEntry entry) {
      var of = Phase.of(entry.state());
      phase = of.compareTo(phase) > 0 ? of : phase;
      if (entry.local().equals(key.low)) {
        lowLocal = true;
        lowInode = Math.max(lowInode, entry.inode());
      } else {
        highLocal = true;
        highInode = Math.max(highInode, entry.inode());
      }
      // Only who opens a connection is ever in SYN_SENT, only who is asked in SYN_RECV.
      if (entry.state() == SocketState.SYN_SENT) {
        asked = Optional.of(entry.remote());
      } else if (of == Phase.OPENING) {
        asked = Optional.of(entry.local());
      }
    }
  }

  /** What is remembered of one connection. */
  private final class Tracked {
    private final Key key;
    private final boolean lowIsServer;
    private final boolean clientLocal;
    private final boolean serverLocal;
    private final long listenerInode;
    private long lowInode;
    private long highInode;
    private Phase phase;
    private Instant told = Instant.MIN;
    private boolean seen = true;
    private int absences;

    Tracked(Row row, SocketSnapshot snapshot, Listeners listeners) {
      key = row.key;
      phase = row.phase;
      lowInode = row.lowInode;
      highInode = row.highInode;
      boolean lowLocal = row.lowLocal || snapshot.isLocal(key.low.address());
      boolean highLocal = row.highLocal || snapshot.isLocal(key.high.address());
      lowIsServer = isLowServer(row, lowLocal, highLocal, listeners, snapshot.clientPorts());
      clientLocal = lowIsServer ? highLocal : lowLocal;
      serverLocal = lowIsServer ? lowLocal : highLocal;
      listenerInode = serverLocal ? listeners.inode(key.protocol, server()).orElse(0) : 0;
    }

    void begin(Instant at, List<Sighting> sightings) {
      told = at;
      if (key.protocol == Protocol.UDP) {
        tell(Sighting.Kind.UDP, sightings);
      } else if (first) {
        switch (phase) {
          case OPENING -> tell(Sighting.Kind.SYN, sightings);
          case OPEN -> tell(Sighting.Kind.ACK, sightings);
          default -> {}
        }
      } else {
        tell(Sighting.Kind.SYN, sightings);
        if (phase.compareTo(Phase.OPEN) >= 0) {
          tell(Sighting.Kind.SYN_ACK, sightings);
        }
        if (phase.compareTo(Phase.OPEN) > 0) {
          tell(Sighting.Kind.FIN, sightings);
        }
      }
    }

    void follow(Row row, Instant at, List<Sighting> sightings) {
      seen = true;
      absences = 0;
      lowInode = row.lowInode == 0 ? lowInode : row.lowInode;
      highInode = row.highInode == 0 ? highInode : row.highInode;
      var before = phase;
      phase = row.phase.compareTo(phase) > 0 ? row.phase : phase;
      if (key.protocol == Protocol.TCP && phase != before) {
        told = at;
        if (before == Phase.OPENING) {
          tell(Sighting.Kind.SYN_ACK, sightings);
        }
        if (before.compareTo(Phase.OPEN) <= 0 && phase.compareTo(Phase.OPEN) > 0) {
          tell(Sighting.Kind.FIN, sightings);
        }
      } else if (phase == Phase.OPEN && !at.isBefore(told.plus(refresh))) {
        told = at;
        tell(key.protocol == Protocol.TCP ? Sighting.Kind.ACK : Sighting.Kind.UDP, sightings);
      }
    }

    /** The same ends, but another pair of sockets. */
    boolean isAnotherThan(Row row) {
      if (differ(lowInode, row.lowInode) || differ(highInode, row.highInode)) {
        return true;
      }
      boolean sameSocket =
          (row.lowInode != 0 && row.lowInode == lowInode)
              || (row.highInode != 0 && row.highInode == highInode);
      return phase.compareTo(Phase.OPEN) > 0 && row.phase.compareTo(Phase.OPEN) <= 0 && !sameSocket;
    }

    void end(List<Sighting> sightings) {
      if (phase == Phase.OPEN && key.protocol == Protocol.TCP) {
        tell(Sighting.Kind.FIN, sightings);
      }
    }

    boolean isAbsent(List<Sighting> sightings) {
      if (!seen && ++absences >= 2) {
        end(sightings);
        return true;
      }
      seen = false;
      return false;
    }

    private End server() {
      return lowIsServer ? key.low : key.high;
    }

    private void tell(Sighting.Kind kind, List<Sighting> sightings) {
      long clientInode = lowIsServer ? highInode : lowInode;
      long serverInode = lowIsServer ? lowInode : highInode;
      sightings.add(
          new Sighting(
              kind,
              key.protocol,
              lowIsServer ? key.high : key.low,
              server(),
              clientLocal,
              serverLocal,
              clientInode,
              serverInode == 0 ? listenerInode : serverInode));
    }
  }

  private static boolean differ(long before, long now) {
    // 0 is a socket that nobody holds: not accepted yet, or closed by its process.
    return before != 0 && now != 0 && before != now;
  }

  /**
   * Who was asked: what the state proves, else who listens, else who has no client port, else the
   * lower port.
   */
  private static boolean isLowServer(
      Row row, boolean lowLocal, boolean highLocal, Listeners listeners, PortRange clientPorts) {
    if (row.asked.isPresent()) {
      return row.asked.get().equals(row.key.low);
    }
    var protocol = row.key.protocol;
    boolean lowListens = lowLocal && listeners.inode(protocol, row.key.low).isPresent();
    boolean highListens = highLocal && listeners.inode(protocol, row.key.high).isPresent();
    if (lowListens != highListens) {
      return lowListens;
    }
    boolean lowEphemeral = clientPorts.contains(row.key.low.port());
    boolean highEphemeral = clientPorts.contains(row.key.high.port());
    if (lowEphemeral != highEphemeral) {
      return highEphemeral;
    }
    return row.key.low.port() <= row.key.high.port();
  }
}
