package io.weir.cli.observe;

import com.google.common.collect.Iterators;
import io.weir.flowtext.AgentCodes;
import io.weir.hubble.observer.GetAgentEventsResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kinds of agent events are wanted. The API has no filter for them, so it is applied here,
 * and the number is counted here, too.
 *
 * @param codes of the monitor; empty for all
 */
record AgentEventTypes(Set<Integer> codes) {
  private static final String PREFIX = "agent:";

  /** Most that {@code --last} can keep. */
  static final int LAST_MAX = 100_000;

  /**
   * What was given: names or codes, with or without {@code agent:} in front.
   *
   * @throws IllegalArgumentException for what is neither
   */
  static AgentEventTypes of(List<String> types) {
    return new AgentEventTypes(
        types.stream().map(AgentEventTypes::code).collect(Collectors.toUnmodifiableSet()));
  }

  private static int code(String type) {
    String name = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
    return AgentCodes.code(name.toLowerCase(Locale.ROOT))
        .orElseGet(
            () -> {
              if (!name.matches("[0-9]{1,3}")) {
                throw new IllegalArgumentException(
                    "--type: " + type + " (expected: " + AgentCodes.names() + ")");
              }
              return Integer.parseInt(name);
            });
  }

  boolean isAll() {
    return codes.isEmpty();
  }

  /** Those of the answers that are wanted, and of those as many as are selected. */
  Iterator<GetAgentEventsResponse> select(
      Iterator<GetAgentEventsResponse> answers, SelectorOptions.Selection selection) {
    if (isAll()) {
      return answers;
    }
    Iterator<GetAgentEventsResponse> wanted = Iterators.filter(answers, this::isWanted);
    long number = selection.number();
    // Following never ends, so the last ones before now cannot be told.
    if (number == 0 || number == SelectorOptions.ALL || selection.follow()) {
      return wanted;
    }
    if (number < 0 || number > LAST_MAX) {
      throw new IllegalArgumentException(
          "--first or --last: "
              + Long.toUnsignedString(number)
              + " (expected: at most "
              + LAST_MAX
              + " with --type)");
    }
    return selection.first()
        ? Iterators.limit(wanted, (int) number)
        : last(wanted, (int) number).iterator();
  }

  private boolean isWanted(GetAgentEventsResponse response) {
    return AgentCodes.code(response.getAgentEvent().getType()).filter(codes::contains).isPresent();
  }

  private static Deque<GetAgentEventsResponse> last(
      Iterator<GetAgentEventsResponse> events, int number) {
    Deque<GetAgentEventsResponse> last = new ArrayDeque<>();
    while (events.hasNext()) {
      last.add(events.next());
      if (last.size() > number) {
        last.remove();
      }
    }
    return last;
  }
}
