package io.weir.streams.edge;

import java.util.Map;

/** Names of DNS response codes (IANA "DNS RCODEs"). */
public final class Rcodes {
  public static final String NOERROR = "NOERROR";
  public static final String NXDOMAIN = "NXDOMAIN";

  private static final Map<Integer, String> NAMES =
      Map.of(
          0, NOERROR,
          1, "FORMERR",
          2, "SERVFAIL",
          3, NXDOMAIN,
          4, "NOTIMP",
          5, "REFUSED",
          6, "YXDOMAIN",
          7, "YXRRSET",
          8, "NXRRSET",
          9, "NOTAUTH");

  private Rcodes() {}

  /** {@code NXDOMAIN} for 3; {@code RCODE17} for those without a name here. */
  public static String name(int rcode) {
    return NAMES.getOrDefault(rcode, "RCODE" + rcode);
  }
}
