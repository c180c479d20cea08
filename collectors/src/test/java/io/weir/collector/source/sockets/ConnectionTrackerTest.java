package io.weir.collector.source.sockets;

import static io.weir.collector.source.sockets.SocketTableTest.end;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.weir.collector.source.sockets.Sighting.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionTrackerTest {
  private static final End US = end("10.0.0.5", 40_000);
  private static final End US_WEB = end("10.0.0.5", 80);
  private static final End PEER = end("203.0.113.9", 51_000);
  private static final End PEER_TLS = end("198.51.100.7", 443);
  private static final End APP = end("127.0.0.1", 40_001);
  private static final End DB = end("127.0.0.1", 5_432);

  private final ConnectionTracker tracker = new ConnectionTracker(100, Duration.ofSeconds(60));
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");

  @Test
  void tellsANewConnectionAsAHandshake() {
    poll();

    var seen = poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7));

    assertThat(kinds(seen)).containsExactly(Kind.SYN, Kind.SYN_ACK);
    assertThat(seen.get(0).client()).isEqualTo(US);
    assertThat(seen.get(0).server()).isEqualTo(PEER_TLS);
    assertThat(seen.get(0).clientLocal()).isTrue();
    assertThat(seen.get(0).serverLocal()).isFalse();
    assertThat(seen.get(0).clientInode()).isEqualTo(7);
  }

  @Test
  void tellsWhatWasOpenBeforeAsOpen() {
    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7))))
        .containsExactly(Kind.ACK);
  }

  @Test
  void tellsAnOpenConnectionAgainInEveryRefresh() {
    var open = tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7);
    poll(open);

    assertThat(poll(open)).isEmpty();
    now = now.plusSeconds(55);
    assertThat(poll(open)).isEmpty();
    assertThat(kinds(poll(open))).containsExactly(Kind.ACK);
    assertThat(poll(open)).isEmpty();
  }

  @Test
  void tellsAnUnansweredSynOnce_andNothingMore() {
    poll();

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.SYN_SENT, 7)))).containsExactly(Kind.SYN);
    assertThat(poll(tcp(US, PEER_TLS, SocketState.SYN_SENT, 7))).isEmpty();
    assertThat(poll()).isEmpty();
    assertThat(poll()).isEmpty();
    assertThat(tracker.size()).isZero();
  }

  @Test
  void completesAHandshakeThatWasSeenHalf() {
    poll(tcp(US, PEER_TLS, SocketState.SYN_SENT, 7));

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7))))
        .containsExactly(Kind.SYN_ACK);
  }

  /** SYN_SENT, then open and closed by us between two polls. */
  @Test
  void completesAHandshakeThatIsOverAlready() {
    poll(tcp(US, PEER_TLS, SocketState.SYN_SENT, 7));

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.TIME_WAIT, 0))))
        .containsExactly(Kind.SYN_ACK, Kind.FIN);
  }

  /** A SYN flood must not look like connections that were made. */
  @Test
  void tellsAHalfOpenConnectionAsASynOfTheClient() {
    poll();

    var seen = poll(listen(US_WEB, 1), tcp(US_WEB, PEER, SocketState.SYN_RECV, 0));

    assertThat(kinds(seen)).containsExactly(Kind.SYN);
    assertThat(seen.get(0).client()).isEqualTo(PEER);
  }

  @Test
  void tellsTheEndOfAConnectionOnce() {
    poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7));

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.FIN_WAIT2, 0)))).containsExactly(Kind.FIN);
    assertThat(poll(tcp(US, PEER_TLS, SocketState.TIME_WAIT, 0))).isEmpty();
    assertThat(poll()).isEmpty();
    assertThat(poll()).isEmpty();
  }

  @Test
  void tellsTheEndOfAConnectionThatVanished() {
    poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7));

    assertThat(poll()).isEmpty();
    var seen = poll();

    assertThat(kinds(seen)).containsExactly(Kind.FIN);
    assertThat(seen.get(0).client()).isEqualTo(US);
    assertThat(seen.get(0).clientInode()).isEqualTo(7);
  }

  /** The kernel's listing skips sockets while others come and go. */
  @Test
  void forgivesOneAbsence() {
    var open = tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7);
    poll(open);

    assertThat(poll()).isEmpty();
    assertThat(poll(open)).isEmpty();
    assertThat(poll()).isEmpty();
    assertThat(poll(open)).isEmpty();
  }

  /** Shorter than a poll, but closed by us first: its TIME_WAIT proves it. */
  @Test
  void tellsAWholeLifeFromItsTimeWait() {
    poll();

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.TIME_WAIT, 0))))
        .containsExactly(Kind.SYN, Kind.SYN_ACK, Kind.FIN);
  }

  @Test
  void leavesOutWhatWasOverBeforeTheFirstPoll() {
    var over = tcp(US, PEER_TLS, SocketState.TIME_WAIT, 0);

    assertThat(poll(over)).isEmpty();
    assertThat(poll(over)).isEmpty();
  }

  @Test
  void tellsAConnectionThatTookOverThePorts() {
    poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 7));

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.ESTABLISHED, 8))))
        .containsExactly(Kind.FIN, Kind.SYN, Kind.SYN_ACK);
  }

  @Test
  void tellsAConnectionThatTookOverAfterTimeWait() {
    poll(tcp(US, PEER_TLS, SocketState.TIME_WAIT, 0));

    assertThat(kinds(poll(tcp(US, PEER_TLS, SocketState.SYN_SENT, 8)))).containsExactly(Kind.SYN);
  }

  @Test
  void knowsTheServerByItsListener() {
    // Both ports are of clients: only the listener tells.
    var served = end("10.0.0.5", 45_000);
    poll();

    var seen =
        poll(listen(end("0.0.0.0", 45_000), 1), tcp(served, PEER, SocketState.ESTABLISHED, 0));

    assertThat(seen.get(0).server()).isEqualTo(served);
    assertThat(seen.get(0).serverLocal()).isTrue();
    assertThat(seen.get(0).clientLocal()).isFalse();
    // Not accepted yet, so it has no socket of its own: the listener's process answers.
    assertThat(seen.get(0).serverInode()).isEqualTo(1);
  }

  @Test
  void knowsTheServerByAListenerOnBothFamilies() {
    poll();

    var seen =
        poll(
            listen(end("::", 45_000), 1),
            tcp(end("10.0.0.5", 45_000), PEER, SocketState.ESTABLISHED, 2));

    assertThat(seen.get(0).server().port()).isEqualTo(45_000);
    assertThat(seen.get(0).serverInode()).isEqualTo(2);
  }

  @Test
  void guessesTheServerByPorts_whenNobodyListens() {
    poll();

    var seen =
        poll(
            tcp(US_WEB, PEER, SocketState.ESTABLISHED, 1),
            tcp(end("10.0.0.5", 9_999), end("203.0.113.9", 6_000), SocketState.ESTABLISHED, 2));

    assertThat(seen.get(0).server()).isEqualTo(US_WEB);
    assertThat(seen.get(2).server().port()).isEqualTo(6_000);
  }

  @Test
  void tellsALocalConnectionOnce_withBothEnds() {
    poll(listen(DB, 1));

    var seen =
        poll(
            listen(DB, 1),
            tcp(DB, APP, SocketState.ESTABLISHED, 2),
            tcp(APP, DB, SocketState.ESTABLISHED, 3));

    assertThat(kinds(seen)).containsExactly(Kind.SYN, Kind.SYN_ACK);
    var syn = seen.get(0);
    assertThat(syn.client()).isEqualTo(APP);
    assertThat(syn.server()).isEqualTo(DB);
    assertThat(syn.clientLocal() && syn.serverLocal()).isTrue();
    assertThat(syn.clientInode()).isEqualTo(3);
    assertThat(syn.serverInode()).isEqualTo(2);
  }

  @Test
  void knowsOwnAddressesOnBothSides() {
    poll();

    var seen = poll(tcp(US, end("10.0.0.5", 9_092), SocketState.ESTABLISHED, 3));

    assertThat(seen.get(0).serverLocal()).isTrue();
  }

  @Test
  void tellsAConnectedUdpSocketAtFirstAndInEveryRefresh() {
    var dns = udp(end("10.0.0.5", 45_000), end("10.0.0.53", 53), 9);
    poll();

    var seen = poll(dns);
    assertThat(kinds(seen)).containsExactly(Kind.UDP);
    assertThat(seen.get(0).server().port()).isEqualTo(53);
    assertThat(poll(dns)).isEmpty();
    now = now.plusSeconds(60);
    assertThat(kinds(poll(dns))).containsExactly(Kind.UDP);
    assertThat(poll()).isEmpty();
    assertThat(poll()).isEmpty();
  }

  @Test
  void countsWhatIsBeyondItsLimit_once() {
    var small = new ConnectionTracker(2, Duration.ofSeconds(60));
    var three = new ArrayList<SocketEntry>();
    for (int port = 40_000; port < 40_003; port++) {
      three.add(tcp(end("10.0.0.5", port), PEER_TLS, SocketState.ESTABLISHED, port));
    }

    assertThat(small.plus(snapshot(three)).lost()).isEqualTo(1);
    assertThat(small.plus(snapshot(three)).lost()).isZero();
    assertThat(small.size()).isEqualTo(2);
  }

  @Test
  void neverTellsListeners() {
    poll();

    assertThat(poll(listen(US_WEB, 1))).isEmpty();
  }

  private List<Sighting> poll(SocketEntry... entries) {
    now = now.plusSeconds(2);
    return tracker.plus(snapshot(List.of(entries))).sightings();
  }

  private SocketSnapshot snapshot(List<SocketEntry> entries) {
    return new SocketSnapshot(
        now, entries, Set.of(InetAddresses.forString("10.0.0.5")), PortRange.DEFAULT, 0, 0);
  }

  private static List<Kind> kinds(List<Sighting> seen) {
    return seen.stream().map(Sighting::kind).toList();
  }

  private static SocketEntry tcp(End local, End remote, SocketState state, long inode) {
    return new SocketEntry(Protocol.TCP, local, remote, state, inode);
  }

  private static SocketEntry listen(End local, long inode) {
    return tcp(local, end("0.0.0.0", 0), SocketState.LISTEN, inode);
  }

  private static SocketEntry udp(End local, End remote, long inode) {
    return new SocketEntry(Protocol.UDP, local, remote, SocketState.ESTABLISHED, inode);
  }
}
