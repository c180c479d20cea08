package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.START_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.Resource;
import io.weir.event.v1.ResourceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private static ResourceEvent event(long second, Resource.Builder resource) {
    return ResourceEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder()
                .setNode("node-a")
                .setObservedAtNs(START_NS + second * 1_000_000_000L))
        .setResource(resource)
        .build();
  }

  private static Resource.Builder container(long workingSet, long oomKills) {
    return Resource.newBuilder()
        .setKind(Resource.Kind.CONTAINER)
        .setCgroup("/kubepods/web")
        .setName("web")
        .setNamespace("shop")
        .setQosClass("Burstable")
        .setIntervalNs(10_000_000_000L)
        .setCpu(
            Resource.Cpu.newBuilder()
                .setUsageNs(5_000_000_000L)
                .setLimitCores(2)
                .setPeriods(100)
                .setThrottledPeriods(30))
        .setMemory(Resource.Memory.newBuilder().setWorkingSetBytes(workingSet).setLimitBytes(1000))
        .setOomKills(oomKills);
  }

  @Test
  void tellsWhatIsUnderPressureAndWhy() {
    ResourceEvent old = event(0, container(100, 2));
    ResourceEvent now = event(10, container(950, 0));
    List<ResourceRow> rows = Resources.rows(List.of(now, old), List.of(old, now));

    ResourceRow row = rows.get(0);
    assertThat(rows).hasSize(1);
    assertThat(row.cpu().orElseThrow().usedCores()).hasValue(0.5);
    assertThat(row.cpu().orElseThrow().usedRatio()).hasValue(0.25);
    assertThat(row.cpu().orElseThrow().throttledRatio()).hasValue(0.3);
    assertThat(row.memory().orElseThrow().usedRatio()).hasValue(0.95);
    assertThat(row.oomKills()).isEqualTo(2);
    assertThat(row.pressure()).isTrue();
    assertThat(row.why())
        .isEqualTo(
            "2 OOM kills within the hour; memory at 95 % of its limit; CPU throttled in 30 % of its"
                + " periods.");
    assertThat(row.cpuStall()).as("the kernel did not say").isEmpty();
  }

  @Test
  void anIdleEntityHasNoPressure() {
    Resource.Builder idle =
        Resource.newBuilder()
            .setKind(Resource.Kind.NODE)
            .setName("node-a")
            .setCpu(Resource.Cpu.newBuilder().setCores(4))
            .addDisks(
                Resource.Disk.newBuilder()
                    .setMount("/")
                    .setCapacityBytes(100)
                    .setAvailableBytes(50));
    ResourceRow row = Resources.rows(List.of(event(0, idle)), List.of()).get(0);
    assertThat(row.pressure()).isFalse();
    assertThat(row.why()).isEmpty();
    assertThat(row.cpu().orElseThrow().usedCores()).as("a first reading").isEmpty();
    assertThat(row.disks().get(0).usedRatio()).hasValue(0.5);
    assertThat(row.disks().get(0).inodesUsedRatio()).isEmpty();
  }

  @Test
  void aFullDiskIsPressure() {
    Resource.Builder full =
        Resource.newBuilder()
            .setKind(Resource.Kind.NODE)
            .addDisks(
                Resource.Disk.newBuilder()
                    .setMount("/var")
                    .setCapacityBytes(100)
                    .setAvailableBytes(4));
    ResourceRow row = Resources.rows(List.of(event(0, full)), List.of()).get(0);
    assertThat(row.why()).isEqualTo("/var is 96 % full.");
  }
}
