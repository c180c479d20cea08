package io.weir.codec;

import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.DnsEvent;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Silence;
import io.weir.slo.v1.SloDefinition;
import io.weir.slo.v1.SloStatus;
import java.util.List;

/** The codec of each topic's values. Each is made on first use: clients need none of them. */
public final class Codecs {
  private Codecs() {}

  /** {@code weir.flows.v1}. */
  public static EventCodec<FlowEvent> flows() {
    return Flows.CODEC;
  }

  /** {@code weir.dns.v1}. */
  public static EventCodec<DnsEvent> dns() {
    return Dns.CODEC;
  }

  /** {@code weir.probes.v1}. */
  public static EventCodec<ProbeEvent> probes() {
    return Probes.CODEC;
  }

  /** {@code weir.resources.v1}. */
  public static EventCodec<ResourceEvent> resources() {
    return Resources.CODEC;
  }

  /** {@code weir.nodes.v1}. */
  public static EventCodec<NodeReport> nodes() {
    return Nodes.CODEC;
  }

  /** {@code weir.edges.v1}. */
  public static EventCodec<EdgeWindow> edges() {
    return Edges.CODEC;
  }

  /** {@code weir.slis.v1}. */
  public static EventCodec<SliWindow> slis() {
    return Slis.CODEC;
  }

  /** {@code weir.drops.v1}. */
  public static EventCodec<DropWindow> drops() {
    return Drops.CODEC;
  }

  /** {@code weir.slos.v1}. */
  public static EventCodec<SloDefinition> slos() {
    return Slos.CODEC;
  }

  /** {@code weir.alerts.v1}. */
  public static EventCodec<AlertState> alerts() {
    return Alerts.CODEC;
  }

  /** {@code weir.slo-status.v1}. */
  public static EventCodec<SloStatus> sloStatus() {
    return Statuses.CODEC;
  }

  /** {@code weir.incidents.v1}. */
  public static EventCodec<Incident> incidents() {
    return Incidents.CODEC;
  }

  /** {@code weir.silences.v1}. */
  public static EventCodec<Silence> silences() {
    return Silences.CODEC;
  }

  /** {@code weir.discarded.v1}. */
  public static EventCodec<DiscardedEvent> discarded() {
    return Discarded.CODEC;
  }

  // One holder class each: the JVM's own lazy, thread-safe initialisation.

  private static final class Flows {
    static final EventCodec<FlowEvent> CODEC =
        EventCodec.of(FlowEvent.getDefaultInstance(), List.of(EventCodec.schema("v1/FlowEvent")));
  }

  private static final class Dns {
    static final EventCodec<DnsEvent> CODEC =
        EventCodec.of(DnsEvent.getDefaultInstance(), List.of());
  }

  private static final class Probes {
    static final EventCodec<ProbeEvent> CODEC =
        EventCodec.of(ProbeEvent.getDefaultInstance(), List.of());
  }

  private static final class Resources {
    static final EventCodec<ResourceEvent> CODEC =
        EventCodec.of(ResourceEvent.getDefaultInstance(), List.of());
  }

  private static final class Nodes {
    static final EventCodec<NodeReport> CODEC =
        EventCodec.of(NodeReport.getDefaultInstance(), List.of(EventCodec.schema("v2/NodeReport")));
  }

  private static final class Edges {
    static final EventCodec<EdgeWindow> CODEC =
        EventCodec.of(
            EdgeWindow.getDefaultInstance(),
            List.of(EventCodec.schema("v1/EdgeWindow"), EventCodec.schema("v3/EdgeWindow")));
  }

  private static final class Slis {
    static final EventCodec<SliWindow> CODEC =
        EventCodec.of(SliWindow.getDefaultInstance(), List.of(EventCodec.schema("v1/SliWindow")));
  }

  private static final class Drops {
    static final EventCodec<DropWindow> CODEC =
        EventCodec.of(DropWindow.getDefaultInstance(), List.of(EventCodec.schema("v1/DropWindow")));
  }

  private static final class Slos {
    static final EventCodec<SloDefinition> CODEC =
        EventCodec.of(
            SloDefinition.getDefaultInstance(), List.of(EventCodec.schema("v1/SloDefinition")));
  }

  private static final class Alerts {
    static final EventCodec<AlertState> CODEC =
        EventCodec.of(AlertState.getDefaultInstance(), List.of(EventCodec.schema("v1/AlertState")));
  }

  private static final class Statuses {
    static final EventCodec<SloStatus> CODEC =
        EventCodec.of(SloStatus.getDefaultInstance(), List.of(EventCodec.schema("v7/SloStatus")));
  }

  private static final class Incidents {
    static final EventCodec<Incident> CODEC =
        EventCodec.of(Incident.getDefaultInstance(), List.of());
  }

  private static final class Silences {
    static final EventCodec<Silence> CODEC = EventCodec.of(Silence.getDefaultInstance(), List.of());
  }

  private static final class Discarded {
    static final EventCodec<DiscardedEvent> CODEC =
        EventCodec.of(DiscardedEvent.getDefaultInstance(), List.of());
  }
}
