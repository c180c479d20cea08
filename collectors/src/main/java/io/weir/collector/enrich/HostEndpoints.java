package io.weir.collector.enrich;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Workload;
import java.time.Instant;
import java.util.Optional;

/**
 * Flow endpoints of what runs on this host, and of its peers.
 *
 * <p>The workload is the pod, else the container, else the systemd service, else the program. A
 * login session or any other scope names nobody, so there the program is the workload.
 */
public final class HostEndpoints {
  private static final int HOST = 1;
  private static final int WORLD = 2;

  private final HostIdentity host;
  private final KubeletLogs names;

  public HostEndpoints(HostIdentity host, KubeletLogs names) {
    this.host = host;
    this.names = names;
  }

  /** An address of this host whose process is not known: Cilium's reserved peer {@code host}. */
  public Endpoint unknown() {
    return local().setIdentity(HOST).addLabels("reserved:host").build();
  }

  /** An address that is not of this host: Cilium's reserved peer {@code world}. */
  public Endpoint world() {
    return Endpoint.newBuilder().setIdentity(WORLD).addLabels("reserved:world").build();
  }

  /** What a process on this host is part of, named as of {@code now}. */
  public Endpoint of(ProcessOwner process, Instant now) {
    var cgroup = process.cgroup();
    var endpoint = local();
    if (!cgroup.podUid().isEmpty()) {
      var name = names.find(cgroup, now);
      name.ifPresent(n -> endpoint.setNamespace(n.namespace()).setPodName(n.pod()));
      endpoint.addWorkloads(
          workload("Pod", name.map(KubeletLogs.Name::pod).orElse(cgroup.podUid())));
      endpoint.addLabels("weir:pod-uid=" + cgroup.podUid());
      name.map(KubeletLogs.Name::container)
          .filter(container -> !container.isEmpty())
          .ifPresent(container -> endpoint.addLabels("weir:container-name=" + container));
    } else if (!cgroup.container().isEmpty()) {
      endpoint.addWorkloads(workload("Container", cgroup.containerShort()));
    } else {
      endpoint.addWorkloads(
          service(cgroup)
              .map(unit -> workload("Unit", unit))
              .orElseGet(() -> workload("Process", process.command())));
    }
    if (!cgroup.container().isEmpty()) {
      endpoint.addLabels("weir:container=" + cgroup.containerShort());
    }
    if (!cgroup.unit().isEmpty()) {
      endpoint.addLabels("weir:unit=" + cgroup.unit());
    }
    return endpoint.addLabels("weir:process=" + process.command()).build();
  }

  private static Optional<String> service(CgroupOwner cgroup) {
    // user@1000.service is the manager of a login: everything that a user runs is below it.
    return Optional.of(cgroup.unit())
        .filter(unit -> unit.endsWith(".service") && !unit.startsWith("user@"));
  }

  private Endpoint.Builder local() {
    return Endpoint.newBuilder().setClusterName(host.cluster()).setNamespace(host.node());
  }

  private static Workload workload(String kind, String name) {
    return Workload.newBuilder().setKind(kind).setName(name).build();
  }
}
