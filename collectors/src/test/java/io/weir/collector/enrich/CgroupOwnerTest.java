package io.weir.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.collector.enrich.CgroupOwner.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupOwnerTest {
  private static final String ID =
      "3f4e8a1b9c0d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f";
  private static final String UID = "6a1f0c2e-1b2c-4d3e-8f90-a1b2c3d4e5f6";
  private static final String UID_ = UID.replace('-', '_');

  @ParameterizedTest
  @CsvSource({
    "/system.slice/nginx.service, nginx.service, /system.slice/nginx.service",
    "/system.slice/system-getty.slice/getty@tty1.service, getty@tty1.service,"
        + " /system.slice/system-getty.slice/getty@tty1.service",
    "/system.slice/postgresql.service/workers/1, postgresql.service,"
        + " /system.slice/postgresql.service",
    "/user.slice/user-1000.slice/user@1000.service/app.slice/weir.service, weir.service,"
        + " /user.slice/user-1000.slice/user@1000.service/app.slice/weir.service",
    "/user.slice/user-1000.slice/session-3.scope, session-3.scope,"
        + " /user.slice/user-1000.slice/session-3.scope",
    "/../../system.slice/ssh.service, ssh.service, /system.slice/ssh.service",
  })
  void readsUnits(String path, String unit, String own) {
    var owner = CgroupOwner.ofPath(path);

    assertThat(owner.kind()).isEqualTo(Kind.UNIT);
    assertThat(owner.unit()).isEqualTo(unit);
    assertThat(owner.path()).isEqualTo(own);
    assertThat(owner.qos()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/docker/ID, docker",
    "/system.slice/docker-ID.scope, docker",
    "/docker/ID/system.slice/cron.service, docker",
    "/machine.slice/libpod-ID.scope/container, libpod",
    "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope, libpod",
    "/machine.slice/machine-libpod_pod_ID.slice/libpod-ID.scope, libpod",
    "/system.slice/nerdctl-ID.scope, nerdctl",
    "/default/ID, ''",
  })
  void readsContainersOutsideKubernetes(String path, String runtime) {
    var owner = CgroupOwner.ofPath(path.replace("ID", ID));

    assertThat(owner.kind()).isEqualTo(Kind.CONTAINER);
    assertThat(owner.container()).isEqualTo(ID);
    assertThat(owner.containerShort()).isEqualTo("3f4e8a1b9c0d");
    assertThat(owner.runtime()).isEqualTo(runtime);
    assertThat(owner.podUid()).isEmpty();
    assertThat(owner.qos()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/kubepods/podUID, POD, Guaranteed",
    "/kubepods/burstable/podUID, POD, Burstable",
    "/kubepods/besteffort/podUID/ID, CONTAINER, BestEffort",
    "/kubepods/podUID/ID, CONTAINER, Guaranteed",
    "/kubepods.slice/kubepods-podUID_.slice, POD, Guaranteed",
    "/kubepods.slice/kubepods-podUID_.slice/crio-ID.scope, CONTAINER, Guaranteed",
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID_.slice/"
        + "cri-containerd-ID.scope, CONTAINER, Burstable",
    "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID_.slice/"
        + "docker-ID.scope, CONTAINER, BestEffort",
    "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/"
        + "kubelet-kubepods-burstable-podUID_.slice/cri-containerd-ID.scope, CONTAINER, Burstable",
    "/system.slice/containerd.service/kubepods-burstable-podUID_.slice:cri-containerd:ID,"
        + " CONTAINER, Burstable",
    // A cluster inside containers: the node is a container itself.
    "/docker/0000000000000000000000000000000000000000000000000000000000000000/kubelet/kubepods/"
        + "burstable/podUID/ID, CONTAINER, Burstable",
    // The monitor of a container is of the pod, not of the container.
    "/kubepods.slice/kubepods-podUID_.slice/crio-conmon-ID.scope, POD, Guaranteed",
  })
  void readsPodsAndTheirContainers(String path, Kind kind, String qos) {
    var owner =
        CgroupOwner.ofPath(path.replace("UID_", UID_).replace("UID", UID).replace("ID", ID));

    assertThat(owner.kind()).isEqualTo(kind);
    assertThat(owner.podUid()).isEqualTo(UID);
    assertThat(owner.container()).isEqualTo(kind == Kind.CONTAINER ? ID : "");
    assertThat(owner.qos()).map(QosClass::text).hasValue(qos);
  }

  @Test
  void readsStaticPods() {
    var owner = CgroupOwner.ofPath("/kubepods/burstable/pod0123456789abcdef0123456789abcdef");

    assertThat(owner.podUid()).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @Test
  void readsOtherContainers() {
    assertThat(CgroupOwner.ofPath("/lxc/web").container()).isEqualTo("web");
    assertThat(CgroupOwner.ofPath("/lxc.payload.web/system.slice/a.service").container())
        .isEqualTo("web");
    assertThat(CgroupOwner.ofPath("/ecs/0af5/0123456789abcdef0123456789abcdef-1234567").runtime())
        .isEqualTo("ecs");
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "''",
    "/system.slice",
    "/kubepods.slice/kubepods-burstable.slice",
    "/process_api/509d0b96fd7e3377e4e5d70ae1dd624e",
    "/system.slice/dev-hugepages.mount",
    "/pod6a1f0c2e-1b2c-4d3e-8f90-a1b2c3d4e5f6",
    "garbage",
    ":::",
  })
  void leavesTheRestToTheHost(String path) {
    assertThat(CgroupOwner.ofPath(path)).isEqualTo(CgroupOwner.HOST);
  }

  /**
   * A hybrid host: the unified path says nothing, the memory controller of v1 names the container.
   */
  @Test
  void takesTheMostExactHierarchy() {
    var owner =
        CgroupOwner.ofProcess(
            List.of(
                "9:name=systemd:/system.slice/docker.service",
                "4:memory:/docker/" + ID,
                "2:cpu,cpuacct:/",
                "not a line",
                "0::/"));

    assertThat(owner.container()).isEqualTo(ID);
  }
}
