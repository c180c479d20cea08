package io.weir.relay.observe.filter;

import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.ICMPv4;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.UDP;
import java.util.Random;

/** Random flows and filters of few values, so that they meet often. */
final class FewValues {
  private static final String[] PODS = {"shop/cart", "shop/", "/cart", "cart", "web/", "/"};

  private static final String[] NAMESPACES = {"", "default", "shop", "web"};
  private static final String[] NAMES = {"", "cart", "cart-0", "db-0"};
  private static final String[] ADDRESSES = {"10.0.0.1", "10.0.0.2", "::1"};
  private static final String[] ADDRESS_FILTERS = {"10.0.0.1", "10.0.0.0/24", "::1", "0.0.0.0/0"};
  private static final String[] PORTS = {"0", "80", "080", "53"};
  private static final String[] PROTOCOLS = {"tcp", "UDP", "icmp", "icmpv4", "dns", "http"};
  private static final String[] NODES = {
    "n1", "default/n1", "prod/n1", "prod/n*", "p*/n1", "prod/"
  };
  private static final String[] NODE_NAMES = {"", "n1", "default/n1", "prod/n1", "prod/n2", "x/n1"};

  private FewValues() {}

  /** A filter on up to three fields; one without any matches everything. */
  static FlowFilter filter(Random random) {
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(11)) {
        case 0 -> filter.addSourcePod(any(random, PODS));
        case 1 -> filter.addDestinationPod(any(random, PODS));
        case 2 -> filter.addSourceIp(any(random, ADDRESS_FILTERS));
        case 3 -> filter.addDestinationIp(any(random, ADDRESS_FILTERS));
        case 4 -> filter.addSourcePort(any(random, PORTS));
        case 5 -> filter.addDestinationPort(any(random, PORTS));
        case 6 -> filter.addVerdictValue(random.nextInt(10));
        case 7 -> filter.addProtocol(any(random, PROTOCOLS));
        case 8 -> filter.addEventType(EventTypeFilter.newBuilder().setType(random.nextInt(3)));
        case 9 -> filter.addNodeName(any(random, NODES));
        default -> filter.addReply(random.nextBoolean());
      }
    }
    return filter.build();
  }

  /** A flow of the same world. */
  static Flow flow(Random random) {
    int source = Integer.parseInt(any(random, PORTS));
    int destination = Integer.parseInt(any(random, PORTS));
    Layer4.Builder l4 = Layer4.newBuilder();
    switch (random.nextInt(4)) {
      case 0 -> l4.setTCP(TCP.newBuilder().setSourcePort(source).setDestinationPort(destination));
      case 1 -> l4.setUDP(UDP.newBuilder().setSourcePort(source).setDestinationPort(destination));
      case 2 -> l4.setICMPv4(ICMPv4.getDefaultInstance());
      default -> {}
    }
    return Flow.newBuilder()
        .setSource(endpoint(random))
        .setDestination(endpoint(random))
        .setIP(
            IP.newBuilder()
                .setSource(any(random, ADDRESSES))
                .setDestination(any(random, ADDRESSES)))
        .setL4(l4)
        .setVerdictValue(random.nextInt(10))
        .setEventType(CiliumEventType.newBuilder().setType(random.nextInt(3)))
        .setNodeName(any(random, NODE_NAMES))
        .build();
  }

  private static Endpoint endpoint(Random random) {
    return Endpoint.newBuilder()
        .setNamespace(any(random, NAMESPACES))
        .setPodName(any(random, NAMES))
        .build();
  }

  private static String any(Random random, String[] values) {
    return values[random.nextInt(values.length)];
  }
}
