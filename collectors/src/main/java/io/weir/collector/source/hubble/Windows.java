package io.weir.collector.source.hubble;

import java.util.Optional;

/**
 * What each of Hubble's streams gave in its last seconds; together the source's position. They are
 * apart because one stream may be far ahead of another after a reconnect.
 */
record Windows(SeenWindow flows, SeenWindow agentEvents, SeenWindow debugEvents) {
  private static final String SEPARATOR = ";";

  /** Nothing was seen. */
  static Windows empty(long overlapNs) {
    return new Windows(
        new SeenWindow(overlapNs),
        new SeenWindow(overlapNs, SideStream.ITEMS_MAX),
        new SeenWindow(overlapNs, SideStream.ITEMS_MAX));
  }

  /** What {@link #encode} gave, also in versions that knew flows alone; empty if it is neither. */
  static Optional<Windows> decode(String position, long overlapNs) {
    String[] parts = position.split(SEPARATOR, -1);
    if (parts.length != 1 && parts.length != 3) {
      return Optional.empty();
    }
    Optional<SeenWindow> flows = SeenWindow.decode(parts[0], overlapNs, SeenWindow.ITEMS_MAX);
    if (parts.length == 1) {
      Windows none = empty(overlapNs);
      return flows.map(known -> new Windows(known, none.agentEvents, none.debugEvents));
    }
    Optional<SeenWindow> agent = SeenWindow.decode(parts[1], overlapNs, SideStream.ITEMS_MAX);
    Optional<SeenWindow> debug = SeenWindow.decode(parts[2], overlapNs, SideStream.ITEMS_MAX);
    return flows.isPresent() && agent.isPresent() && debug.isPresent()
        ? Optional.of(new Windows(flows.get(), agent.get(), debug.get()))
        : Optional.empty();
  }

  /** All three as text. */
  String encode() {
    return String.join(SEPARATOR, flows.encode(), agentEvents.encode(), debugEvents.encode());
  }
}
