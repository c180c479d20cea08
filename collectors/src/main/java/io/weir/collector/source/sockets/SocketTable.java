package io.weir.collector.source.sockets;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.Consumer;

/**
 * Parser of {@code /proc/net/{tcp,tcp6,udp,udp6}}. The kernel prints an address as 32-bit words in
 * the byte order of the machine, and a port in network order. Lines that do not parse are counted
 * and skipped; reading never fails on their content.
 */
final class SocketTable {
  private static final int LINE_MAX = 1_024;
  private static final HexFormat HEX = HexFormat.of();

  private final ByteOrder order;

  SocketTable(ByteOrder order) {
    this.order = order;
  }

  /**
   * Reads a table, without its heading.
   *
   * @return lines that did not parse
   */
  int read(BufferedReader table, Protocol protocol, Consumer<SocketEntry> entries)
      throws IOException {
    int malformed = 0;
    boolean heading = true;
    for (String line = table.readLine(); line != null; line = table.readLine()) {
      if (!heading && !line.isBlank()) {
        var entry = parse(line, protocol);
        entry.ifPresent(entries);
        malformed += entry.isPresent() ? 0 : 1;
      }
      heading = false;
    }
    return malformed;
  }

  /** Columns: number, local, remote, state, queues, timer, retransmits, uid, timeout, inode. */
  Optional<SocketEntry> parse(String line, Protocol protocol) {
    if (line.length() > LINE_MAX) {
      return Optional.empty();
    }
    var columns = new StringTokenizer(line, " ");
    if (columns.countTokens() < 10) {
      return Optional.empty();
    }
    try {
      columns.nextToken();
      End local = end(columns.nextToken());
      End remote = end(columns.nextToken());
      var state = SocketState.of(HexFormat.fromHexDigits(columns.nextToken()));
      for (int skipped = 0; skipped < 5; skipped++) {
        columns.nextToken();
      }
      long inode = Long.parseLong(columns.nextToken());
      return inode < 0
          ? Optional.empty()
          : state.map(s -> new SocketEntry(protocol, local, remote, s, inode));
    } catch (IllegalArgumentException | UnknownHostException e) {
      return Optional.empty();
    }
  }

  private End end(String text) throws UnknownHostException {
    int colon = text.indexOf(':');
    if ((colon != 8 && colon != 32) || text.length() != colon + 5) {
      throw new IllegalArgumentException(text);
    }
    byte[] bytes = HEX.parseHex(text, 0, colon);
    if (order == ByteOrder.LITTLE_ENDIAN) {
      for (int word = 0; word < bytes.length; word += 4) {
        swap(bytes, word, word + 3);
        swap(bytes, word + 1, word + 2);
      }
    }
    // getByAddress turns an IPv4 address inside IPv6 into an Inet4Address.
    return new End(
        InetAddress.getByAddress(bytes), HexFormat.fromHexDigits(text, colon + 1, colon + 5));
  }

  private static void swap(byte[] bytes, int a, int b) {
    byte kept = bytes[a];
    bytes[a] = bytes[b];
    bytes[b] = kept;
  }
}
