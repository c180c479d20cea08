package io.weir.collector.source.probe;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The name servers of {@code /etc/resolv.conf}. */
final class ResolvConf {
  private ResolvConf() {}

  /** Addresses in their order; empty when the file is absent or names none. */
  static List<String> nameservers(Path file) {
    try {
      return nameservers(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (IOException absent) {
      return List.of();
    }
  }

  /** Pure. Lines that name no address are left out. */
  static List<String> nameservers(List<String> lines) {
    var servers = new ArrayList<String>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 2
          && words[0].equals("nameserver")
          && InetAddresses.isInetAddress(words[1])) {
        servers.add(words[1]);
      }
    }
    return servers;
  }
}
