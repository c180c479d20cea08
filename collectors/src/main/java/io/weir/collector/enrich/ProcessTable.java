package io.weir.collector.enrich;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the processes that hold given sockets, by reading the links below {@code /proc/PID/fd}.
 * Processes that held sockets before are read first, so on a busy host a new connection of a known
 * server costs one directory. Confined to the poll thread.
 *
 * <p>A socket shared by several processes belongs to one of them: a process that held sockets
 * before, else the lowest pid, but pid 1 only when nobody else holds it (systemd keeps the sockets
 * that it passes on).
 */
public final class ProcessTable {
  private static final String SOCKET = "socket:[";
  private static final int RECENT_MAX = 1_024;

  private final Path proc;
  private final int linksMax;
  private final Set<Integer> recent = new LinkedHashSet<>();

  /**
   * @param proc root of the proc file system
   * @param linksMax descriptors read in one search at most; a search that reaches it says so
   */
  public ProcessTable(Path proc, int linksMax) {
    this.proc = proc;
    this.linksMax = linksMax;
  }

  /**
   * What one search found.
   *
   * @param owners by socket inode; what is not in it was not found
   * @param unreadable processes whose descriptors may not be read, among those that were tried
   * @param complete false when the search stopped at its limit
   */
  public record Found(Map<Long, ProcessOwner> owners, int unreadable, boolean complete) {}

  /** Looks for the processes that hold these sockets. Stops as soon as all are found. */
  public Found find(Set<Long> inodes) throws IOException {
    var search = new Search(inodes);
    for (int pid : List.copyOf(recent)) {
      if (search.done()) {
        return search.result();
      }
      search.read(pid);
    }
    for (int pid : pids()) {
      if (search.done()) {
        break;
      }
      if (!search.tried.contains(pid)) {
        search.read(pid);
      }
    }
    return search.result();
  }

  private List<Integer> pids() throws IOException {
    var pids = new ArrayList<Integer>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        try {
          pids.add(Integer.parseInt(entry.getFileName().toString()));
        } catch (NumberFormatException notAPid) {
          // A file that only starts with a digit.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(pids);
    if (pids.remove(Integer.valueOf(1))) {
      pids.add(1);
    }
    return pids;
  }

  private final class Search {
    private final Set<Long> wanted;
    private final Map<Long, ProcessOwner> owners = new HashMap<>();
    private final Set<Integer> tried = new HashSet<>();
    private int unreadable;
    private int links;

    Search(Set<Long> inodes) {
      this.wanted = new TreeSet<>(inodes);
    }

    boolean done() {
      return wanted.isEmpty() || links >= linksMax;
    }

    Found result() {
      return new Found(owners, unreadable, wanted.isEmpty() || links < linksMax);
    }

    void read(int pid) {
      tried.add(pid);
      Path process = proc.resolve(Integer.toString(pid));
      var held = new ArrayList<Long>();
      try (DirectoryStream<Path> fds = Files.newDirectoryStream(process.resolve("fd"))) {
        for (Path fd : fds) {
          if (done()) {
            break;
          }
          links++;
          long inode = inodeOf(fd);
          if (inode > 0 && wanted.remove(inode)) {
            held.add(inode);
          }
        }
      } catch (AccessDeniedException e) {
        unreadable++;
      } catch (IOException | DirectoryIteratorException ended) {
        // Processes end while they are read: what was found before still holds.
      }
      if (!held.isEmpty()) {
        var owner = ownerOf(pid, process);
        held.forEach(inode -> owners.put(inode, owner));
        remember(pid);
      } else {
        recent.remove(pid);
      }
    }

    private long inodeOf(Path fd) {
      try {
        return socketInode(Files.readSymbolicLink(fd).toString());
      } catch (IOException closed) {
        return 0;
      }
    }
  }

  private void remember(int pid) {
    recent.remove(pid);
    if (recent.size() >= RECENT_MAX) {
      recent.remove(recent.iterator().next());
    }
    recent.add(pid);
  }

  private static ProcessOwner ownerOf(int pid, Path process) {
    String command = "";
    List<String> cgroup = List.of();
    try {
      // The name of a program is any bytes, so it is not read as UTF-8, which could fail.
      byte[] comm = Files.readAllBytes(process.resolve("comm"));
      command = new String(comm, StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}", "?");
      cgroup = Files.readAllLines(process.resolve("cgroup"), StandardCharsets.ISO_8859_1);
    } catch (IOException ended) {
      // It ended just now: name what is known.
    }
    return new ProcessOwner(
        pid, command.isEmpty() ? "pid-" + pid : command, CgroupOwner.ofProcess(cgroup));
  }

  /** The inode in {@code socket:[12345]}; 0 for any other descriptor. */
  static long socketInode(String link) {
    if (!link.startsWith(SOCKET) || !link.endsWith("]")) {
      return 0;
    }
    try {
      return Long.parseLong(link.substring(SOCKET.length(), link.length() - 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
