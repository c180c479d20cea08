package io.weir.storage;

import com.google.protobuf.Message;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.DnsEvent;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.topic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of record that a {@link SeriesStore} keeps: windows, which a later record with the same
 * record key replaces, and single events, which nothing replaces.
 *
 * @param topic where the records come from
 * @param type the message class
 * @param window the window of a record; empty for single events
 * @param header the header of a single event; empty for windows
 */
public record Series<T extends Message>(
    Topic topic,
    Class<T> type,
    Optional<Function<T, Window>> window,
    Optional<Function<T, EventHeader>> header) {
  public static final Series<EdgeWindow> EDGES =
      windows(Topic.EDGES, EdgeWindow.class, EdgeWindow::getWindow);
  public static final Series<SliWindow> SLIS =
      windows(Topic.SLIS, SliWindow.class, SliWindow::getWindow);
  public static final Series<DropWindow> DROPS =
      windows(Topic.DROPS, DropWindow.class, DropWindow::getWindow);
  public static final Series<DnsEvent> DNS = events(Topic.DNS, DnsEvent.class, DnsEvent::getHeader);
  public static final Series<ProbeEvent> PROBES =
      events(Topic.PROBES, ProbeEvent.class, ProbeEvent::getHeader);
  public static final Series<ResourceEvent> RESOURCES =
      events(Topic.RESOURCES, ResourceEvent.class, ResourceEvent::getHeader);
  public static final Series<DiscardedEvent> DISCARDED =
      events(Topic.DISCARDED, DiscardedEvent.class, DiscardedEvent::getHeader);

  /** All of them. */
  public static final List<Series<?>> ALL =
      List.of(EDGES, SLIS, DROPS, DNS, PROBES, RESOURCES, DISCARDED);

  private static <T extends Message> Series<T> windows(
      Topic topic, Class<T> type, Function<T, Window> window) {
    return new Series<>(topic, type, Optional.of(window), Optional.empty());
  }

  private static <T extends Message> Series<T> events(
      Topic topic, Class<T> type, Function<T, EventHeader> header) {
    return new Series<>(topic, type, Optional.empty(), Optional.of(header));
  }
}
