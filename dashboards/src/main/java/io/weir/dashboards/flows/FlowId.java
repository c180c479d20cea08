package io.weir.dashboards.flows;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.topic.TopicKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Tells flows apart. Hubble's have a uuid; for those of other sources what makes them different is
 * hashed. Only fields of {@link RowMask}, so that a flow has the same id however it was asked for.
 */
final class FlowId {
  private FlowId() {}

  static String of(GetFlowsResponse response) {
    Flow flow = response.getFlow();
    return flow.getUuid().isEmpty() ? "~" + hash(response) : flow.getUuid();
  }

  @SuppressWarnings("deprecation") // deprecated upstream, yet all that there is
  private static String hash(GetFlowsResponse response) {
    Flow flow = response.getFlow();
    Instant time = FlowRow.instant(response);
    Hasher hasher =
        Hashing.murmur3_128()
            .newHasher()
            .putLong(time.getEpochSecond())
            .putInt(time.getNano())
            .putInt(flow.getVerdictValue())
            .putInt(flow.getEventType().getType())
            .putInt(flow.getEventType().getSubType())
            .putInt(TopicKeys.sourcePort(flow.getL4()))
            .putInt(TopicKeys.destinationPort(flow.getL4()));
    for (String text :
        new String[] {
          response.getNodeName(),
          flow.getIP().getSource(),
          flow.getIP().getDestination(),
          flow.getSource().getPodName(),
          flow.getDestination().getPodName(),
          flow.getSummary()
        }) {
      hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }
    return hasher.hash().toString();
  }
}
