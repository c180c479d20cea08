package io.weir.relay.observe;

import com.google.protobuf.CodedOutputStream;
import io.weir.query.v1.Explanation;
import io.weir.query.v1.Missing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An explanation cut so that it fits behind an answer: clients take 8 KiB of metadata by default
 * and fail the whole call for more. Pure.
 */
final class ExplanationTrailer {
  /** Bytes; as text, which binary metadata becomes on the wire, a third more. */
  static final int BYTES_MAX = 4 << 10;

  private static final int LINES_BYTES_MAX = 1 << 10;

  private ExplanationTrailer() {}

  /**
   * The explanation itself if it is small; else with the first lines of each list, which then say
   * how many there are more, and the largest of what is missing. All numbers stay as they are.
   */
  static Explanation fit(Explanation whole) {
    if (whole.getSerializedSize() <= BYTES_MAX) {
      return whole;
    }
    Explanation.Builder fit =
        whole.toBuilder()
            .clearPushedDown()
            .clearEvaluated()
            .clearMissing()
            .addAllPushedDown(lines(whole.getPushedDownList()))
            .addAllEvaluated(lines(whole.getEvaluatedList()));
    int left = BYTES_MAX - fit.build().getSerializedSize();
    List<Missing> largestFirst = new ArrayList<>(whole.getMissingList());
    largestFirst.sort(Comparator.comparingLong(Missing::getEvents).reversed());
    for (Missing missing : largestFirst) {
      left -= missing.getSerializedSize() + 3; // its tag and length
      if (left < 0) {
        break;
      }
      fit.addMissing(missing);
    }
    return fit.build();
  }

  private static List<String> lines(List<String> all) {
    List<String> lines = new ArrayList<>();
    int bytes = 0;
    for (String line : all) {
      bytes += CodedOutputStream.computeStringSizeNoTag(line) + 1;
      if (bytes > LINES_BYTES_MAX) {
        lines.add("… and " + (all.size() - lines.size()) + " more");
        break;
      }
      lines.add(line);
    }
    return lines;
  }
}
