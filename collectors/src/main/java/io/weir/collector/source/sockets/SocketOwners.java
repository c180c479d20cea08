package io.weir.collector.source.sockets;

import io.weir.collector.enrich.ProcessOwner;
import io.weir.collector.enrich.ProcessTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the process of each socket, so that descriptors are read for new sockets only. A socket
 * without a process is looked for in two polls, then left alone. Forgets sockets that four polls
 * did not ask for. Confined to the poll thread.
 */
final class SocketOwners {
  private static final int ATTEMPTS_MAX = 2;
  private static final int POLLS_KEPT = 4;

  private final ProcessTable processes;
  private final Map<Long, Known> known = new HashMap<>();
  private long poll;

  SocketOwners(ProcessTable processes) {
    this.processes = processes;
  }

  private static final class Known {
    private Optional<ProcessOwner> owner = Optional.empty();
    private int attempts;
    private long askedIn;
  }

  /**
   * Looks up the sockets of this poll.
   *
   * @param inodes of all sockets of this host that have one
   * @return processes that may not be read
   */
  int refresh(Set<Long> inodes) throws IOException {
    poll++;
    var wanted = new HashSet<Long>();
    for (long inode : inodes) {
      var socket = known.computeIfAbsent(inode, unknown -> new Known());
      socket.askedIn = poll;
      if (socket.owner.isEmpty() && socket.attempts < ATTEMPTS_MAX) {
        socket.attempts++;
        wanted.add(inode);
      }
    }
    known.values().removeIf(socket -> socket.askedIn + POLLS_KEPT < poll);
    if (wanted.isEmpty()) {
      return 0;
    }
    var found = processes.find(wanted);
    found.owners().forEach((inode, owner) -> known.get(inode).owner = Optional.of(owner));
    return found.unreadable();
  }

  Optional<ProcessOwner> of(long inode) {
    var socket = known.get(inode);
    return socket == null ? Optional.empty() : socket.owner;
  }
}
