package io.weir.collector.enrich;

/** Kubernetes' quality of service class of a pod, as far as its cgroup path tells. */
public enum QosClass {
  /** Directly below {@code kubepods}. */
  GUARANTEED("Guaranteed"),
  BURSTABLE("Burstable"),
  BEST_EFFORT("BestEffort");

  private final String text;

  QosClass(String text) {
    this.text = text;
  }

  /** As Kubernetes writes it. */
  public String text() {
    return text;
  }
}
