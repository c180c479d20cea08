package io.weir.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.ICMPv4;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.UDP;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopicKeysTest {
  private static final Window WINDOW =
      Window.newBuilder().setStartNs(20_000_000_000L).setLengthNs(10_000_000_000L).build();
  private static final Peer CHECKOUT = peer("checkout");
  private static final Peer PAYMENT = peer("payment");

  private static Peer peer(String name) {
    return Peer.newBuilder()
        .setCluster("production")
        .setNamespace("shop")
        .setKind("Deployment")
        .setName(name)
        .build();
  }

  private static Flow tcp(String source, int sourcePort, String destination, int port) {
    return Flow.newBuilder()
        .setIP(IP.newBuilder().setSource(source).setDestination(destination))
        .setL4(
            Layer4.newBuilder()
                .setTCP(TCP.newBuilder().setSourcePort(sourcePort).setDestinationPort(port)))
        .build();
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  @Property
  void bothDirectionsOfAConnectionShareAKey(
      @ForAll @IntRange(max = 255) int a,
      @ForAll @IntRange(max = 255) int b,
      @ForAll @IntRange(max = 65_535) int portA,
      @ForAll @IntRange(max = 65_535) int portB) {
    Flow there = tcp("10.0.0." + a, portA, "10.0.1." + b, portB);
    Flow back = tcp("10.0.1." + b, portB, "10.0.0." + a, portA);

    assertThat(TopicKeys.connection(there)).isEqualTo(TopicKeys.connection(back)).hasSize(8);
  }

  @Property
  void anotherPortIsAnotherConnection(
      @ForAll @IntRange(max = 65_535) int a, @ForAll @IntRange(max = 65_535) int b) {
    boolean same =
        TopicKeys.connectionHash(tcp("10.0.0.1", a, "10.0.0.2", 80))
            == TopicKeys.connectionHash(tcp("10.0.0.1", b, "10.0.0.2", 80));

    assertThat(same).isEqualTo(a == b);
  }

  /** As the number was first defined, in words rather than in bytes. */
  @Property
  void theNumberIsOfBothEndsAsTexts(
      @ForAll("addresses") String a,
      @ForAll("addresses") String b,
      @ForAll int portA,
      @ForAll @IntRange(max = 120) int portB) {
    String source = a + " " + portA;
    String destination = b + " " + portB;
    boolean ordered = source.compareTo(destination) <= 0;
    long expected =
        Hashing.murmur3_128(0)
            .newHasher()
            .putInt(Layer4.ProtocolCase.TCP.getNumber())
            .putString(ordered ? source : destination, StandardCharsets.UTF_8)
            .putByte((byte) 0)
            .putString(ordered ? destination : source, StandardCharsets.UTF_8)
            .hash()
            .asLong();

    assertThat(TopicKeys.connectionHash(tcp(a, portA, b, portB))).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> addresses() {
    return Arbitraries.oneOf(
        Arbitraries.of("", "10.0.0.1", "10.0.0.10", "10.0.0.1 1", "fd00::1", "fd00::12"),
        Arbitraries.strings().withChars("1.:é€ ").ofMaxLength(9));
  }

  /** Another number would move connections to other partitions, away from what came before. */
  @Test
  void connectionKeysStayWhatTheyWere() {
    Flow udp =
        Flow.newBuilder()
            .setIP(IP.newBuilder().setSource("fd00::1").setDestination("fd00::2"))
            .setL4(
                Layer4.newBuilder()
                    .setUDP(UDP.newBuilder().setSourcePort(5353).setDestinationPort(53)))
            .build();
    Flow icmp =
        Flow.newBuilder()
            .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("10.0.0.2"))
            .setL4(Layer4.newBuilder().setICMPv4(ICMPv4.newBuilder().setType(8)))
            .build();

    assertThat(TopicKeys.connectionHash(tcp("10.244.1.23", 48122, "10.244.2.119", 8080)))
        .isEqualTo(-8480601247041097049L);
    assertThat(TopicKeys.connectionHash(udp)).isEqualTo(-5848143944426499316L);
    assertThat(TopicKeys.connectionHash(icmp)).isEqualTo(-1212730750916828705L);
    assertThat(TopicKeys.connectionHash(Flow.getDefaultInstance())).isEqualTo(3944915448975087372L);
  }

  @Test
  void edgesAreKeyedByBothEndsAndTheWindow() {
    EdgeWindow window =
        EdgeWindow.newBuilder()
            .setEdge(
                Edge.newBuilder()
                    .setClient(CHECKOUT)
                    .setServer(PAYMENT)
                    .setPort(8080)
                    .setProtocol("TCP"))
            .setWindow(WINDOW)
            .build();

    assertThat(text(TopicKeys.edge(window)))
        .isEqualTo(
            "production/shop/Deployment/checkout|production/shop/Deployment/payment|TCP:8080"
                + "|10000000000@20000000000");
  }

  @Test
  void indicatorsOfAServiceAndOfAnEdgeHaveDifferentKeys() {
    SliWindow service =
        SliWindow.newBuilder()
            .setIndicator("tcp-connect")
            .setServer(PAYMENT)
            .setPort(8080)
            .setProtocol("TCP")
            .setWindow(WINDOW)
            .build();

    assertThat(text(TopicKeys.sli(service)))
        .isEqualTo(
            "tcp-connect||production/shop/Deployment/payment|TCP:8080||10000000000@20000000000");
    assertThat(text(TopicKeys.sli(service.toBuilder().setClient(CHECKOUT).build())))
        .startsWith("tcp-connect|production/shop/Deployment/checkout|");
  }

  @Test
  void dropsAreKeyedByAllThatMakesTheGroup() {
    DropWindow drop =
        DropWindow.newBuilder()
            .setReason("POLICY_DENIED")
            .setDirection("INGRESS")
            .setSource(CHECKOUT)
            .setDestination(PAYMENT)
            .setPort(8080)
            .setProtocol("TCP")
            .setNode("n1")
            .addPolicies("a")
            .addPolicies("b")
            .setWindow(WINDOW)
            .build();

    assertThat(text(TopicKeys.drop(drop)))
        .isEqualTo(
            "POLICY_DENIED|INGRESS|production/shop/Deployment/checkout"
                + "|production/shop/Deployment/payment|TCP:8080|n1|a,b|10000000000@20000000000");
  }

  @Test
  void countsAreNoPartOfAKey() {
    SliWindow window = SliWindow.newBuilder().setIndicator("probe").setWindow(WINDOW).build();

    assertThat(TopicKeys.sli(window.toBuilder().setGood(1).setTotal(2).setLost(3).build()))
        .isEqualTo(TopicKeys.sli(window));
  }
}
