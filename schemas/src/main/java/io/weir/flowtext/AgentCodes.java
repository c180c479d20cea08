package io.weir.flowtext;

import io.weir.hubble.flow.AgentEventType;
import java.util.List;
import java.util.Optional;

/**
 * Codes of agent events in the monitor's numbering, which filters use. {@code AgentEventType} of
 * the API counts differently in the middle.
 */
public final class AgentCodes {
  /** By code. */
  private static final List<String> NAMES =
      List.of(
          "unspecified",
          "message",
          "agent-started",
          "endpoint-regenerate-success",
          "endpoint-regenerate-failure",
          "policy-updated",
          "policy-deleted",
          "endpoint-created",
          "endpoint-deleted",
          "ipcache-upserted",
          "ipcache-deleted");

  private AgentCodes() {}

  /** The code with that name. */
  public static Optional<Integer> code(String name) {
    int code = NAMES.indexOf(name);
    return code < 0 ? Optional.empty() : Optional.of(code);
  }

  /** The code of an event's type; empty for what the monitor does not have. */
  public static Optional<Integer> code(AgentEventType type) {
    return switch (type) {
      case AGENT_EVENT_UNKNOWN -> Optional.of(0);
      case AGENT_STARTED,
          POLICY_UPDATED,
          POLICY_DELETED,
          ENDPOINT_REGENERATE_SUCCESS,
          ENDPOINT_REGENERATE_FAILURE,
          ENDPOINT_CREATED,
          ENDPOINT_DELETED,
          IPCACHE_UPSERTED,
          IPCACHE_DELETED ->
          code(type.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
      default -> Optional.empty();
    };
  }

  /** All names, for errors. */
  public static String names() {
    return String.join(", ", NAMES.subList(2, NAMES.size()));
  }
}
