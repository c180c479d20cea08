package io.weir.collector.source.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads a {@link SocketSnapshot} from a proc file system. Confined to the poll thread. */
final class SocketReader {
  private final Path proc;
  private final int entriesMax;
  private final SocketTable table;
  private final InstantSource clock;

  SocketReader(Path proc, int entriesMax, ByteOrder order, InstantSource clock) {
    this.proc = proc;
    this.entriesMax = entriesMax;
    this.table = new SocketTable(order);
    this.clock = clock;
  }

  /**
   * Takes a snapshot.
   *
   * @throws IOException if {@code net/tcp} cannot be read; the other tables may be absent (IPv6
   *     switched off)
   */
  SocketSnapshot read() throws IOException {
    var at = clock.instant();
    Path net = net();
    var tables = new Tables();
    tables.read(net.resolve("tcp"), Protocol.TCP);
    for (String optional : List.of("tcp6", "udp", "udp6")) {
      try {
        tables.read(
            net.resolve(optional), optional.startsWith("tcp") ? Protocol.TCP : Protocol.UDP);
      } catch (NoSuchFileException switchedOff) {
        // A kernel without this family or protocol.
      }
    }
    var addresses = new HashSet<InetAddress>();
    addresses.addAll(LocalAddresses.ofFibTrie(linesOf(net.resolve("fib_trie"))));
    addresses.addAll(LocalAddresses.ofIfInet6(linesOf(net.resolve("if_inet6"))));
    var range = linesOf(proc.resolve("sys/net/ipv4/ip_local_port_range"));
    return new SocketSnapshot(
        at,
        tables.entries,
        addresses,
        PortRange.parse(range.isEmpty() ? "" : range.get(0)),
        tables.malformed,
        tables.overflow);
  }

  private Path net() {
    // Below a host's /proc that is mounted elsewhere, `net` would be the reader's own network.
    Path ofHost = proc.resolve("1/net");
    return !proc.equals(Path.of("/proc")) && Files.isReadable(ofHost.resolve("tcp"))
        ? ofHost
        : proc.resolve("net");
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException absent) {
      return List.of();
    }
  }

  private final class Tables {
    private final List<SocketEntry> entries = new ArrayList<>();
    private int malformed;
    private int overflow;

    void read(Path file, Protocol protocol) throws IOException {
      try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
        malformed += table.read(lines, protocol, this::add);
      }
    }

    private void add(SocketEntry entry) {
      if (entries.size() < entriesMax) {
        entries.add(entry);
      } else {
        overflow++;
      }
    }
  }
}
