package io.weir.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostEndpointsTest {
  private static final String ID =
      "3f4e8a1b9c0d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f";
  private static final String UID = "6a1f0c2e-1b2c-4d3e-8f90-a1b2c3d4e5f6";
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir Path logs;
  private HostEndpoints endpoints;

  @BeforeEach
  void create() {
    endpoints =
        new HostEndpoints(new HostIdentity("default", "web-1", "0.1"), new KubeletLogs(logs));
  }

  @Test
  void namesAServiceByItsUnit() {
    var endpoint = endpoints.of(process("nginx", "/system.slice/nginx.service"), NOW);

    assertThat(endpoint.getClusterName()).isEqualTo("default");
    assertThat(endpoint.getNamespace()).isEqualTo("web-1");
    assertThat(endpoint.getWorkloadsList()).containsExactly(workload("Unit", "nginx.service"));
    assertThat(endpoint.getLabelsList())
        .containsExactly("weir:unit=nginx.service", "weir:process=nginx");
    assertThat(endpoint.getIdentity()).isZero();
  }

  @Test
  void namesWhatALoginRunsByTheProgram() {
    var session = endpoints.of(process("curl", "/user.slice/user-1.slice/session-3.scope"), NOW);
    var manager = endpoints.of(process("curl", "/user.slice/user-1.slice/user@1.service/x"), NOW);
    var nowhere = endpoints.of(process("curl", "/"), NOW);

    assertThat(session.getWorkloadsList()).containsExactly(workload("Process", "curl"));
    assertThat(manager.getWorkloadsList()).containsExactly(workload("Process", "curl"));
    assertThat(nowhere.getWorkloadsList()).containsExactly(workload("Process", "curl"));
  }

  @Test
  void namesAContainerByItsShortId() {
    var endpoint = endpoints.of(process("postgres", "/docker/" + ID), NOW);

    assertThat(endpoint.getWorkloadsList()).containsExactly(workload("Container", "3f4e8a1b9c0d"));
    assertThat(endpoint.getLabelsList())
        .containsExactly("weir:container=3f4e8a1b9c0d", "weir:process=postgres");
  }

  @Test
  void namesAPodAsTheKubeletNamesItsLogs() throws IOException {
    Files.createDirectories(logs.resolve("containers"));
    Files.createFile(logs.resolve("containers/web-7d9c-abcde_shop_nginx-" + ID + ".log"));

    var endpoint = endpoints.of(process("nginx", "/kubepods/pod" + UID + "/" + ID), NOW);

    assertThat(endpoint.getNamespace()).isEqualTo("shop");
    assertThat(endpoint.getPodName()).isEqualTo("web-7d9c-abcde");
    assertThat(endpoint.getWorkloadsList()).containsExactly(workload("Pod", "web-7d9c-abcde"));
    assertThat(endpoint.getLabelsList())
        .contains("weir:container-name=nginx", "weir:pod-uid=" + UID);
  }

  @Test
  void namesAPodByItsUid_whenNoLogTells_andAsksAgainLater() throws IOException {
    var nginx = process("nginx", "/kubepods/pod" + UID + "/" + ID);
    assertThat(endpoints.of(nginx, NOW).getWorkloads(0)).isEqualTo(workload("Pod", UID));

    Files.createDirectories(logs.resolve("pods/shop_web-0_" + UID));

    assertThat(endpoints.of(nginx, NOW.plusSeconds(9)).getWorkloads(0).getName()).isEqualTo(UID);
    assertThat(endpoints.of(nginx, NOW.plusSeconds(10)).getWorkloads(0).getName())
        .isEqualTo("web-0");
  }

  @Test
  void usesReservedPeersWhereNobodyIsKnown() {
    assertThat(endpoints.unknown().getIdentity()).isEqualTo(1);
    assertThat(endpoints.unknown().getLabelsList()).containsExactly("reserved:host");
    assertThat(endpoints.world().getIdentity()).isEqualTo(2);
    assertThat(endpoints.world().getLabelsList()).containsExactly("reserved:world");
  }

  private static ProcessOwner process(String command, String cgroup) {
    return new ProcessOwner(7, command, CgroupOwner.ofPath(cgroup));
  }

  private static Workload workload(String kind, String name) {
    return Workload.newBuilder().setKind(kind).setName(name).build();
  }
}
