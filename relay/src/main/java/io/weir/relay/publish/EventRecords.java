package io.weir.relay.publish;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.weir.codec.Codecs;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.DnsEvent;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.ingest.v1.Event;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The record of an event: topic, key and encoded value. Pure; the same event always gives the same
 * record, so that a resend goes to the same partition.
 */
public final class EventRecords {
  /** How much of a refused event {@code weir.discarded.v1} keeps. */
  public static final int DISCARDED_BYTES_MAX = 64 << 10;

  private EventRecords() {}

  /**
   * The record of {@code event}.
   *
   * @throws IllegalArgumentException if it has no payload
   */
  public static TopicRecord of(EventHeader header, Event event) {
    return switch (event.getPayloadCase()) {
      case FLOW ->
          flow(
              TopicKeys.connection(event.getFlow()),
              FlowEvent.newBuilder().setHeader(header).setFlow(event.getFlow()));
      case LOSS ->
          flow(
              nodeKey(header.getNode()),
              FlowEvent.newBuilder().setHeader(header).setLoss(event.getLoss()));
      case NODE_STATUS ->
          flow(
              nodeKey(header.getNode()),
              FlowEvent.newBuilder().setHeader(header).setNodeStatus(event.getNodeStatus()));
      case AGENT_EVENT ->
          flow(
              nodeKey(header.getNode()),
              FlowEvent.newBuilder().setHeader(header).setAgentEvent(event.getAgentEvent()));
      case DEBUG_EVENT ->
          flow(
              nodeKey(header.getNode()),
              FlowEvent.newBuilder().setHeader(header).setDebugEvent(event.getDebugEvent()));
      case DNS ->
          new TopicRecord(
              Topic.DNS,
              TopicKeys.utf8(client(event.getDns().getClient(), event.getDns().getClientIp())),
              Codecs.dns()
                  .encode(DnsEvent.newBuilder().setHeader(header).setDns(event.getDns()).build()));
      case PROBE ->
          new TopicRecord(
              Topic.PROBES,
              TopicKeys.utf8(event.getProbe().getId()),
              Codecs.probes()
                  .encode(
                      ProbeEvent.newBuilder()
                          .setHeader(header)
                          .setProbe(event.getProbe())
                          .build()));
      case RESOURCE ->
          new TopicRecord(
              Topic.RESOURCES,
              // A cgroup path starts with a slash.
              TopicKeys.utf8(header.getNode() + event.getResource().getCgroup()),
              Codecs.resources()
                  .encode(
                      ResourceEvent.newBuilder()
                          .setHeader(header)
                          .setResource(event.getResource())
                          .build()));
      case DISCARDED -> discarded(header, event.getDiscarded());
      case PAYLOAD_NOT_SET ->
          throw new IllegalArgumentException("payload: not set (expected: flow, dns, …)");
    };
  }

  /**
   * The record of an event that the relay refuses. Its origin names the event for ever, as {@code
   * NODE/COLLECTOR#NUMBER}.
   *
   * @param reason {@code schema}, {@code too_large} or {@code malformed}
   * @param message what was expected
   */
  public static TopicRecord refused(
      EventHeader header, Event event, String reason, String message) {
    ByteString bytes = event.toByteString();
    return discarded(
        header,
        Discarded.newBuilder()
            .setOrigin(
                header.getNode()
                    + "/"
                    + header.getCollector()
                    + "#"
                    + Long.toUnsignedString(header.getSeq()))
            .setReason(reason)
            .setMessage(message)
            .setBytes(bytes.substring(0, Math.min(bytes.size(), DISCARDED_BYTES_MAX)))
            .setBytesTotal(bytes.size())
            .build());
  }

  private static TopicRecord flow(byte[] key, FlowEvent.Builder event) {
    return new TopicRecord(Topic.FLOWS, key, Codecs.flows().encode(event.build()));
  }

  private static TopicRecord discarded(EventHeader header, Discarded discarded) {
    return new TopicRecord(
        Topic.DISCARDED,
        TopicKeys.utf8(discarded.getOrigin()),
        Codecs.discarded()
            .encode(DiscardedEvent.newBuilder().setHeader(header).setDiscarded(discarded).build()));
  }

  /** Eight bytes, like the keys of flows. Part of the stored format. */
  private static byte[] nodeKey(String node) {
    long hash = Hashing.murmur3_128(0).hashString(node, StandardCharsets.UTF_8).asLong();
    return ByteBuffer.allocate(Long.BYTES).putLong(hash).array();
  }

  /** {@code cluster/namespace/kind/name} of the first workload, else the pod, else the address. */
  private static String client(Endpoint client, String address) {
    String place = client.getClusterName() + "/" + client.getNamespace() + "/";
    if (client.getWorkloadsCount() > 0) {
      return place + client.getWorkloads(0).getKind() + "/" + client.getWorkloads(0).getName();
    }
    return client.getPodName().isEmpty() ? address : place + "Pod/" + client.getPodName();
  }
}
