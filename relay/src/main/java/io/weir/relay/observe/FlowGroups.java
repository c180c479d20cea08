package io.weir.relay.observe;

import com.google.protobuf.CodedOutputStream;
import io.weir.hubble.flow.Flow;
import io.weir.query.v1.Counts;
import io.weir.query.v1.Group;
import io.weir.storage.StoredFlow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flows counted in groups of equal values. Holds a bounded number of groups and of characters in
 * them; flows of groups that find no room are counted together. Lists no more than fits into one
 * message; the groups left out are the smallest. Confined to one thread.
 */
final class FlowGroups {
  /** Characters in the values of all groups: someone may count by a whole message. */
  static final long TEXT_MAX = 16L << 20;

  /** Bytes of the groups in one result; gRPC's clients take messages of 4 MiB by default. */
  static final int RESULT_BYTES_MAX = 3 << 20;

  private static final class Count {
    private long flows;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
  }

  private static final Comparator<Group> LARGEST_FIRST =
      Comparator.comparingLong(Group::getFlows)
          .reversed()
          .thenComparing(Group::getValuesList, FlowGroups::compare);

  private final List<FieldPath> by;
  private final int groupsMax;
  private final Map<List<String>, Count> groups = new HashMap<>();
  private long flows;
  private long overflow;
  private long textLength;

  FlowGroups(List<FieldPath> by, int groupsMax) {
    this.by = List.copyOf(by);
    this.groupsMax = groupsMax;
  }

  void add(StoredFlow stored) {
    Flow flow = stored.event().getFlow();
    flows++;
    List<String> values = by.stream().map(path -> path.text(flow)).toList();
    Count count = groups.get(values);
    if (count == null) {
      long length = values.stream().mapToLong(String::length).sum();
      if (groups.size() >= groupsMax || textLength + length > TEXT_MAX) {
        overflow++;
        return;
      }
      textLength += length;
      count = new Count();
      groups.put(values, count);
    }
    count.flows++;
    count.firstNs = Math.min(count.firstNs, stored.timeNs());
    count.lastNs = Math.max(count.lastNs, stored.timeNs());
  }

  /**
   * The result, without its explanation.
   *
   * @param top groups to list; 0 for all
   */
  Counts.Builder result(int top) {
    List<Group> all =
        groups.entrySet().stream().map(FlowGroups::group).sorted(LARGEST_FIRST).toList();
    int listed = listed(all, top == 0 ? all.size() : top);
    long others =
        overflow + all.subList(listed, all.size()).stream().mapToLong(Group::getFlows).sum();
    return Counts.newBuilder()
        .addAllBy(by.stream().map(FieldPath::path).toList())
        .addAllGroups(all.subList(0, listed))
        .setFlows(flows)
        .setOtherGroups(all.size() - listed)
        .setOtherFlows(others)
        .setOverflowFlows(overflow);
  }

  private static int listed(List<Group> all, int top) {
    long bytes = 0;
    for (int i = 0; i < Math.min(top, all.size()); i++) {
      bytes += CodedOutputStream.computeMessageSize(Counts.GROUPS_FIELD_NUMBER, all.get(i));
      if (bytes > RESULT_BYTES_MAX) {
        return i;
      }
    }
    return Math.min(top, all.size());
  }

  private static Group group(Map.Entry<List<String>, Count> entry) {
    Count count = entry.getValue();
    return Group.newBuilder()
        .addAllValues(entry.getKey())
        .setFlows(count.flows)
        .setFirstNs(count.firstNs)
        .setLastNs(count.lastNs)
        .build();
  }

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
