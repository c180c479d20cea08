package io.weir.cli.observe;

import com.google.common.net.HostAndPort;
import io.weir.flowtext.Colors;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.flow.EndpointRegenNotification;
import io.weir.hubble.flow.EndpointUpdateNotification;
import io.weir.hubble.flow.IPCacheNotification;
import io.weir.hubble.flow.PolicyUpdateNotification;
import io.weir.hubble.flow.ServiceUpsertNotification;
import io.weir.hubble.flow.ServiceUpsertNotificationAddr;
import io.weir.hubble.observer.GetAgentEventsResponse;
import java.util.ArrayList;
import java.util.List;

/** What an agent reports about itself: policies, endpoints, addresses. */
final class AgentEventText implements EventText<GetAgentEventsResponse> {
  private final Times times;

  AgentEventText(Times times) {
    this.times = times;
  }

  @Override
  public boolean isPrintable(GetAgentEventsResponse response) {
    return response.hasAgentEvent();
  }

  @Override
  public String time(GetAgentEventsResponse response) {
    return times.text(response.getTime());
  }

  @Override
  public String node(GetAgentEventsResponse response) {
    return Colors.escape(response.getNodeName());
  }

  @Override
  public String sentence(GetAgentEventsResponse response) {
    AgentEvent event = response.getAgentEvent();
    return ": " + type(event) + " (" + details(event) + ")";
  }

  @Override
  public List<Entry> entries(GetAgentEventsResponse response) {
    AgentEvent event = response.getAgentEvent();
    return List.of(new Entry("TYPE", type(event)), new Entry("DETAILS", details(event)));
  }

  @Override
  public List<String> titles() {
    return List.of("TYPE", "DETAILS");
  }

  @Override
  public List<String> cells(GetAgentEventsResponse response) {
    AgentEvent event = response.getAgentEvent();
    return List.of(type(event), details(event));
  }

  private static String type(AgentEvent event) {
    return event.getType() == AgentEventType.UNRECOGNIZED
        ? Integer.toString(event.getTypeValue())
        : event.getType().name();
  }

  @SuppressWarnings("deprecation") // older agents send them
  private String details(AgentEvent event) {
    String details =
        switch (event.getNotificationCase()) {
          case UNKNOWN ->
              "type: "
                  + event.getUnknown().getType()
                  + ", notification: "
                  + event.getUnknown().getNotification();
          case AGENT_START -> "start time: " + times.text(event.getAgentStart().getTime());
          case POLICY_UPDATE -> policy(event.getPolicyUpdate());
          case ENDPOINT_REGENERATE -> regeneration(event.getEndpointRegenerate());
          case ENDPOINT_UPDATE -> endpoint(event.getEndpointUpdate());
          case IPCACHE_UPDATE -> address(event.getIpcacheUpdate());
          case SERVICE_UPSERT -> service(event.getServiceUpsert());
          case SERVICE_DELETE ->
              "id: " + Integer.toUnsignedString(event.getServiceDelete().getId());
          case NOTIFICATION_NOT_SET -> "UNKNOWN";
        };
    return Colors.escape(details);
  }

  private static String policy(PolicyUpdateNotification policy) {
    return "labels: "
        + labels(policy.getLabelsList())
        + ", revision: "
        + Long.toUnsignedString(policy.getRevision())
        + ", count: "
        + policy.getRuleCount();
  }

  private static String regeneration(EndpointRegenNotification endpoint) {
    Details details =
        new Details()
            .add("id", Long.toUnsignedString(endpoint.getId()))
            .add("labels", labels(endpoint.getLabelsList()));
    return details.addUnlessEmpty("error", endpoint.getError()).toString();
  }

  private static String endpoint(EndpointUpdateNotification endpoint) {
    return new Details()
        .add("id", Long.toUnsignedString(endpoint.getId()))
        .addUnlessEmpty("namespace", endpoint.getNamespace())
        .addUnlessEmpty("pod name", endpoint.getPodName())
        .toString();
  }

  private static String address(IPCacheNotification address) {
    Details details =
        new Details()
            .add("cidr", address.getCidr())
            .add("identity", Integer.toUnsignedString(address.getIdentity()));
    if (address.hasOldIdentity()) {
      details.add("old identity", Integer.toUnsignedString(address.getOldIdentity().getValue()));
    }
    return details
        .addUnlessEmpty("host ip", address.getHostIp())
        .addUnlessEmpty("old host ip", address.getOldHostIp())
        .add("encrypt key", Integer.toUnsignedString(address.getEncryptKey()))
        .toString();
  }

  @SuppressWarnings("deprecation")
  private static String service(ServiceUpsertNotification service) {
    Details details = new Details().add("id", Integer.toUnsignedString(service.getId()));
    if (service.hasFrontendAddress()) {
      details.add("frontend", hostAndPort(service.getFrontendAddress()));
    }
    if (service.getBackendAddressesCount() > 0) {
      details.add(
          "backends",
          labels(
              service.getBackendAddressesList().stream()
                  .map(AgentEventText::hostAndPort)
                  .toList()));
    }
    return details
        .addUnlessEmpty("type", service.getType())
        .addUnlessEmpty("traffic policy", service.getTrafficPolicy())
        .addUnlessEmpty("namespace", service.getNamespace())
        .addUnlessEmpty("name", service.getName())
        .toString();
  }

  @SuppressWarnings("deprecation")
  private static String hostAndPort(ServiceUpsertNotificationAddr address) {
    return HostAndPort.fromParts(address.getIp(), address.getPort() & 0xFFFF).toString();
  }

  private static String labels(List<String> labels) {
    return "[" + String.join(",", labels) + "]";
  }

  /** {@code name: value, name: value}. */
  private static final class Details {
    private final List<String> parts = new ArrayList<>();

    Details add(String name, String value) {
      parts.add(name + ": " + value);
      return this;
    }

    Details addUnlessEmpty(String name, String value) {
      return value.isEmpty() ? this : add(name, value);
    }

    @Override
    public String toString() {
      return String.join(", ", parts);
    }
  }
}
