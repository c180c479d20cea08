package io.weir.streams.state;

import io.weir.streams.edge.PathLoss;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which address lives where, which node reported when, which attempts were called lost. */
public final class PathLossFormat extends StateFormat<PathLoss> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: addresses with their node, nodes with their periods, names of attempts; each
   * collection with its size first, in the order of its last use.
   */
  static final int V1_HOMES_REPORTS_LOSSES = 1;

  @Override
  public int version() {
    return V1_HOMES_REPORTS_LOSSES;
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  protected void write(PathLoss paths, DataOutput out) throws IOException {
    out.writeInt(paths.homes().size());
    for (Map.Entry<String, String> home : paths.homes().entrySet()) {
      out.writeUTF(home.getKey());
      out.writeUTF(home.getValue());
    }
    out.writeInt(paths.reports().size());
    for (Map.Entry<String, SortedSet<Long>> node : paths.reports().entrySet()) {
      out.writeUTF(node.getKey());
      out.writeInt(node.getValue().size());
      for (long period : node.getValue()) {
        out.writeLong(period);
      }
    }
    out.writeInt(paths.losses().size());
    for (String id : paths.losses()) {
      out.writeUTF(id);
    }
  }

  @Override
  protected PathLoss read(int version, StateInput in) throws IOException {
    Map<String, String> homes = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      homes.put(in.readUTF(), in.readUTF());
    }
    Map<String, SortedSet<Long>> reports = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String node = in.readUTF();
      SortedSet<Long> periods = new TreeSet<>();
      for (int more = in.readInt(); more > 0; more--) {
        periods.add(in.readLong());
      }
      reports.put(node, periods);
    }
    List<String> losses = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      losses.add(in.readUTF());
    }
    return PathLoss.of(homes, reports, losses);
  }
}
