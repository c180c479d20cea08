package io.weir.alerting.cause;

/** Where on its way a request fails, from the wire up. */
public enum Layer {
  POLICY("policy"),
  NETWORK("network (L3/L4)"),
  DNS("DNS"),
  TLS("TLS"),
  APPLICATION("application (L7)"),
  RESOURCES("node and resources"),
  UNKNOWN("unknown");

  private final String label;

  Layer(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
