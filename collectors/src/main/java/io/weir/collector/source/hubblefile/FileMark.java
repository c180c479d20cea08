package io.weir.collector.source.hubblefile;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a file, and what tells this file from another one under the same name.
 *
 * @param inode the file's inode number
 * @param offset bytes that have been read
 * @param line lines that have been read
 * @param headBytes how many of the first bytes {@code headChecksum} covers
 * @param headChecksum inode numbers are given again, so the first bytes must be the same, too
 */
record FileMark(long inode, long offset, long line, int headBytes, int headChecksum) {
  private static final String VERSION = "1";
  private static final int FIELDS = 6;

  /** What the source gives with its events: the shift of times and a mark per file. */
  record Position(TimeShift shift, Map<Path, FileMark> marks) {
    String encode() {
      List<String> lines = new ArrayList<>();
      lines.add(VERSION + " " + shift.ns());
      marks.forEach(
          (path, mark) ->
              lines.add(
                  String.join(
                      " ",
                      Long.toString(mark.inode),
                      Long.toString(mark.offset),
                      Long.toString(mark.line),
                      Integer.toString(mark.headBytes),
                      Integer.toString(mark.headChecksum),
                      URLEncoder.encode(path.toString(), StandardCharsets.UTF_8))));
      return String.join("\n", lines);
    }

    /** Empty if it is not one of ours. */
    static Optional<Position> decode(String text) {
      try {
        List<String> lines = text.lines().toList();
        String[] head = lines.get(0).split(" ");
        if (!head[0].equals(VERSION)) {
          return Optional.empty();
        }
        Map<Path, FileMark> marks = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
          String[] fields = line.split(" ", FIELDS);
          marks.put(
              Path.of(URLDecoder.decode(fields[5], StandardCharsets.UTF_8)),
              new FileMark(
                  Long.parseLong(fields[0]),
                  Long.parseLong(fields[1]),
                  Long.parseLong(fields[2]),
                  Integer.parseInt(fields[3]),
                  Integer.parseInt(fields[4])));
        }
        return Optional.of(new Position(new TimeShift(Long.parseLong(head[1])), marks));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        return Optional.empty();
      }
    }
  }
}
