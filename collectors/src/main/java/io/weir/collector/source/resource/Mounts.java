package io.weir.collector.source.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The mounts whose fullness matters: local disks, each once. Network and FUSE file systems are left
 * out because asking them can hang; bind mounts show the same device again.
 */
final class Mounts {
  private static final int MOUNTS_MAX = 64;
  private static final Set<String> DISKS =
      Set.of(
          "bcachefs",
          "btrfs",
          "exfat",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "jfs",
          "ntfs3",
          "reiserfs",
          "vfat",
          "xfs",
          "zfs");

  private Mounts() {}

  /** Mount points in {@code /proc/mounts}, at most 64, in the order of mounting. */
  static List<String> disks(String mounts) {
    var devices = new HashSet<String>();
    var points = new ArrayList<String>();
    for (String line : mounts.split("\n")) {
      String[] words = line.split(" ");
      if (words.length < 3 || points.size() >= MOUNTS_MAX) {
        continue;
      }
      String point = unescape(words[1]);
      // In a container the root is an overlay; it is what fills up.
      boolean root = point.equals("/") && !words[2].equals("rootfs");
      if ((DISKS.contains(words[2]) || root) && devices.add(words[0])) {
        points.add(point);
      }
    }
    return points;
  }

  /**
   * The kernel writes a blank, tab, line feed and backslash as a backslash and three octal digits.
   */
  static String unescape(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && text.substring(i).matches("(?s)\\\\[0-3][0-7]{2}.*")) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }
}
