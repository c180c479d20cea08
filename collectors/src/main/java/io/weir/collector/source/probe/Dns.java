package io.weir.collector.source.probe;

import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Asks a DNS server; good when it answers with a valid response code and all the answers expected.
 *
 * @param name to be asked for, taken as complete: no search domain is added
 * @param type of record, for example {@code A}
 * @param server address or name, with a port if it is not 53; empty is the first name server of
 *     {@code /etc/resolv.conf}, read at every run
 * @param transport UDP falls back to TCP when an answer is truncated
 * @param validRcodes response codes that are good, by name
 * @param expectedAnswers data of records that must be in the answer, for example an address; a
 *     closing dot and case do not matter
 */
public record Dns(
    String name,
    String type,
    String server,
    Transport transport,
    List<String> validRcodes,
    List<String> expectedAnswers) {
  public static final Dns DEFAULT =
      new Dns("localhost.", "A", "", Transport.UDP, List.of("NOERROR"), List.of());

  /** How the question is sent. */
  public enum Transport {
    UDP,
    TCP
  }

  public Dns {
    validRcodes = List.copyOf(validRcodes);
    expectedAnswers = List.copyOf(expectedAnswers);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: empty (expected: a DNS name)");
    }
    if (Type.value(type) < 0) {
      throw new IllegalArgumentException("type: " + type + " (expected: a record type such as A)");
    }
    for (String rcode : validRcodes) {
      if (Rcode.value(rcode) < 0) {
        throw new IllegalArgumentException(
            "validRcodes: " + rcode + " (expected: names such as NOERROR, NXDOMAIN)");
      }
    }
    if (validRcodes.isEmpty()) {
      throw new IllegalArgumentException("validRcodes: empty (expected: at least one)");
    }
  }
}
