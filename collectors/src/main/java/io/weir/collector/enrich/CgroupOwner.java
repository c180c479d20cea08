package io.weir.collector.enrich;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a cgroup belongs to, read from its path alone. The innermost container wins (a cluster in
 * containers), whatever runs inside a container belongs to it (systemd in a container), and a path
 * below a unit belongs to the unit.
 *
 * <p>Knows the names that Kubernetes gives with the systemd and the cgroupfs driver, and those of
 * Docker, containerd, CRI-O, Podman and LXC.
 *
 * @param kind what it is
 * @param path the cgroup of the owner itself: the given path or one of its ancestors; {@code /} for
 *     the host
 * @param unit systemd unit, for example {@code nginx.service}; empty unless the kind is UNIT
 * @param container full container id, or the LXC name; empty unless the kind is CONTAINER
 * @param runtime prefix that the container runtime puts before the id, for example {@code docker},
 *     {@code cri-containerd}; empty when the path does not say
 * @param podUid uid of the pod, with dashes; empty outside Kubernetes
 * @param qos class of the pod; empty outside Kubernetes
 */
public record CgroupOwner(
    Kind kind,
    String path,
    String unit,
    String container,
    String runtime,
    String podUid,
    Optional<QosClass> qos) {

  /** Ordered from vague to exact. */
  public enum Kind {
    HOST,
    UNIT,
    POD,
    CONTAINER
  }

  public static final CgroupOwner HOST =
      new CgroupOwner(Kind.HOST, "/", "", "", "", "", Optional.empty());

  private static final int PATH_MAX = 4_096;
  private static final String UUID =
      "[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}";

  // Static pods have the hash of their manifest, 32 hex digits, in place of a UUID.
  private static final Pattern POD_CGROUPFS = Pattern.compile("pod(" + UUID + "|[0-9a-f]{32})");
  private static final Pattern POD_SYSTEMD =
      Pattern.compile(
          "(?:[A-Za-z0-9]+-)*?kubepods(?:-(burstable|besteffort))?-pod("
              + UUID
              + "|[0-9a-f]{32})\\.slice");
  private static final Pattern CONTAINER =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9-]*)-)?([0-9a-f]{64})(?:\\.scope)?");
  private static final Pattern ECS_CONTAINER = Pattern.compile("[0-9a-f]{32}-[0-9]{6,12}");
  private static final String LXC = "lxc.payload.";

  /** Reads a path as {@code /proc/PID/cgroup} or the cgroup tree shows it. Never throws. */
  public static CgroupOwner ofPath(String path) {
    if (path.length() > PATH_MAX) {
      return HOST;
    }
    var owner = HOST;
    var at = new StringBuilder();
    String parent = "";
    boolean kubepods = false;
    Optional<QosClass> qos = Optional.of(QosClass.GUARANTEED);
    for (String segment : path.split("/")) {
      // A cgroup namespace shows what is outside of it as `..`.
      if (segment.isEmpty() || segment.equals("..") || segment.equals(".")) {
        continue;
      }
      at.append('/').append(segment);
      if (segment.equals("kubepods") || segment.endsWith("kubepods.slice")) {
        kubepods = true;
        qos = Optional.of(QosClass.GUARANTEED);
      } else if (kubepods && segment.equals("burstable")) {
        qos = Optional.of(QosClass.BURSTABLE);
      } else if (kubepods && segment.equals("besteffort")) {
        qos = Optional.of(QosClass.BEST_EFFORT);
      }
      owner = owner.descend(segment, parent, at.toString(), kubepods, qos);
      parent = segment;
    }
    return owner;
  }

  /**
   * Reads the lines of {@code /proc/PID/cgroup}, v1, v2 or both, and takes the most exact answer:
   * controllers of v1 may be mounted with or without the container's path.
   */
  public static CgroupOwner ofProcess(List<String> lines) {
    var best = HOST;
    for (String line : lines) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3) {
        var owner = ofPath(fields[2]);
        if (owner.kind.compareTo(best.kind) > 0) {
          best = owner;
        }
      }
    }
    return best;
  }

  /** The first 12 digits of the container id, as runtimes print it; an LXC name in full. */
  public String containerShort() {
    return container.length() == 64 ? container.substring(0, 12) : container;
  }

  private CgroupOwner descend(
      String segment, String parent, String at, boolean kubepods, Optional<QosClass> qos) {
    // containerd with the systemd notation but without systemd: `SLICE:cri-containerd:ID`.
    String[] notation = segment.split(":", 3);
    if (notation.length == 3) {
      return descend(notation[0], parent, at, kubepods, qos)
          .descend(notation[1] + "-" + notation[2], notation[0], at, kubepods, qos);
    }
    Matcher systemdPod = POD_SYSTEMD.matcher(segment);
    if (systemdPod.matches()) {
      return pod(at, systemdPod.group(2), qosOf(systemdPod.group(1)));
    }
    Matcher cgroupfsPod = POD_CGROUPFS.matcher(segment);
    if (kubepods && cgroupfsPod.matches()) {
      return pod(at, cgroupfsPod.group(1), qos);
    }
    Matcher id = CONTAINER.matcher(segment);
    if (id.matches()) {
      String prefix = id.group(1) == null ? "" : id.group(1);
      // The monitor process of Podman and CRI-O is not in the container that it watches.
      return prefix.endsWith("conmon")
          ? this
          : container(at, id.group(2), prefix.isEmpty() ? runtimeOf(parent) : prefix);
    }
    if (ECS_CONTAINER.matcher(segment).matches() && at.startsWith("/ecs/")) {
      return container(at, segment, "ecs");
    }
    if (segment.startsWith(LXC) && segment.length() > LXC.length()) {
      return container(at, segment.substring(LXC.length()), "lxc");
    }
    if (parent.equals("lxc") && kind == Kind.HOST) {
      return container(at, segment, "lxc");
    }
    if (kind.compareTo(Kind.UNIT) <= 0
        && (segment.endsWith(".service") || segment.endsWith(".scope"))) {
      return new CgroupOwner(Kind.UNIT, at, segment, "", "", "", Optional.empty());
    }
    return this;
  }

  private static CgroupOwner pod(String at, String uid, Optional<QosClass> qos) {
    return new CgroupOwner(Kind.POD, at, "", "", "", uid.replace('_', '-'), qos);
  }

  private CgroupOwner container(String at, String id, String runtime) {
    return new CgroupOwner(Kind.CONTAINER, at, "", id, runtime, podUid, qos);
  }

  private static String runtimeOf(String parent) {
    return parent.equals("docker") ? parent : "";
  }

  private static Optional<QosClass> qosOf(String slice) {
    if (slice == null) {
      return Optional.of(QosClass.GUARANTEED);
    }
    return Optional.of(slice.equals("burstable") ? QosClass.BURSTABLE : QosClass.BEST_EFFORT);
  }
}
