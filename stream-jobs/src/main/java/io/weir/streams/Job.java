package io.weir.streams;

import io.weir.topic.Topic;
import java.util.Locale;

/** What the stream jobs compute. Each of them writes one topic. */
public enum Job {
  /**
   * Who talks to whom, and how complete the windows are. It also writes the flows that were
   * refused, since it needs all of them.
   */
  EDGES(Topic.EDGES),

  /**
   * Indicators of edges, services and probes, custom ones included. It also writes the probes that
   * were refused.
   */
  SLIS(Topic.SLIS),

  /** What was dropped. */
  DROPS(Topic.DROPS);

  private final Topic topic;

  Job(Topic topic) {
    this.topic = topic;
  }

  /** Where its windows go. */
  public Topic topic() {
    return topic;
  }

  /** As in the configuration: {@code edges}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
