package io.weir.collector.source.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.source.FakeSink;
import io.weir.event.v1.Resource;
import io.weir.ingest.v1.Event;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceSourceTest {
  private static final String ID =
      "3f4e8a1b9c0d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f";
  private static final String UID = "6a1f0c2e-1b2c-4d3e-8f90-a1b2c3d4e5f6";
  private static final HostIdentity HOST = new HostIdentity("default", "web-1", "0.1");

  @TempDir Path folder;
  private final AtomicLong ticks = new AtomicLong(1);

  @Test
  void readsTheNode() throws Exception {
    var node = find(source(fixture("cgroup/v2")).read(), Resource.Kind.NODE);

    assertThat(node.getName()).isEqualTo("web-1");
    assertThat(node.getCgroup()).isEqualTo("/");
    assertThat(node.getCpu().getCores()).isEqualTo(2);
    assertThat(node.getCpu().getLoad1()).isEqualTo(0.52);
    assertThat(node.getMemory().getLimitBytes()).isEqualTo(8_000_000L * 1024);
    assertThat(node.getMemory().getUsageBytes()).isEqualTo(7_000_000L * 1024);
    assertThat(node.getMemory().getWorkingSetBytes()).isEqualTo(4_000_000L * 1024);
    assertThat(node.getMemory().getAvailableBytes()).isEqualTo(5_000_000L * 1024);
    assertThat(node.getMemory().getSwapBytes()).isEqualTo(100_000L * 1024);
    assertThat(node.getCpuPressure().getSomeAvg300()).isEqualTo(0.03);
    assertThat(node.getDisksList()).extracting(Resource.Disk::getMount).containsExactly("/");
    assertThat(node.getDisks(0).getCapacityBytes()).isPositive();
  }

  /** usage = user + nice + system + irq + softirq = 1000 + 20 + 300 + 10 + 20 ticks of 10 ms. */
  @Test
  void countsBusyTimeOnly() throws Exception {
    String stat = Files.readString(fixture("proc/node").resolve("stat"));

    assertThat(NodeReader.busyNs(stat)).hasValue(13_500_000_000L);
  }

  @Test
  void readsVersion2() throws Exception {
    var events = source(fixture("cgroup/v2")).read();

    var unit = find(events, Resource.Kind.UNIT);
    assertThat(unit.getName()).isEqualTo("nginx.service");
    assertThat(unit.getNamespace()).isEqualTo("web-1");
    assertThat(unit.getQosClass()).isEmpty();
    assertThat(unit.getMemory().getUsageBytes()).isEqualTo(104_857_600);
    assertThat(unit.getMemory().getWorkingSetBytes()).isEqualTo(100_000_000);
    assertThat(unit.getMemory().getLimitBytes()).isZero();
    assertThat(unit.getCpu().getLimitCores()).isZero();
    var container = find(events, Resource.Kind.CONTAINER);
    assertThat(container.getContainer()).isEqualTo("3f4e8a1b9c0d");
    assertThat(container.getPod()).isEqualTo(UID);
    assertThat(container.getQosClass()).isEqualTo("Burstable");
    assertThat(container.getCpu().getLimitCores()).isEqualTo(0.5);
    assertThat(container.getMemory().getLimitBytes()).isEqualTo(268_435_456);
    assertThat(container.getMemory().getAvailableBytes()).isEqualTo(268_435_456 - 199_900_000);
    assertThat(container.getMemoryPressure().getFullAvg10()).isEqualTo(0.0125);
    assertThat(find(events, Resource.Kind.POD).getName()).isEqualTo(UID);
  }

  @Test
  void readsVersion1() throws Exception {
    var events = source(fixture("cgroup/v1")).read();

    var container = find(events, Resource.Kind.CONTAINER);
    assertThat(container.getCgroup()).isEqualTo("/docker/" + ID);
    assertThat(container.getCpu().getLimitCores()).isEqualTo(1.5);
    assertThat(container.getMemory().getWorkingSetBytes()).isEqualTo(40_000_000);
    assertThat(container.getMemory().getLimitBytes()).isEqualTo(100_000_000);
    assertThat(container.getMemory().getSwapBytes()).isEqualTo(8_192);
    assertThat(container.hasCpuPressure()).isFalse();
    var pod = find(events, Resource.Kind.POD);
    assertThat(pod.getQosClass()).isEqualTo("BestEffort");
    assertThat(pod.getCpu().getLimitCores()).isZero();
    assertThat(pod.getMemory().getLimitBytes()).isZero();
  }

  @Test
  void readsAHybridHost() throws Exception {
    var events = source(fixture("cgroup/hybrid")).read();

    var nginx = named(events, "nginx.service");
    assertThat(nginx.getMemory().getUsageBytes()).isEqualTo(50_000_000);
    assertThat(nginx.hasCpu()).isTrue();
    assertThat(nginx.getCpuPressure().getSomeAvg300()).isEqualTo(0.5);
    assertThat(nginx.hasIoPressure()).isFalse();
    var cron = named(events, "cron.service");
    assertThat(cron.hasCpuPressure()).isFalse();
    assertThat(cron.hasMemory()).isFalse();
  }

  @Test
  void tellsDifferences_fromTheSecondReadingOn() throws Exception {
    var unit = unit("usage_usec 1000\nnr_periods 10\nnr_throttled 1\nthrottled_usec 5\n", 1, 7);
    var source = source(folder);
    var first = find(source.read(), Resource.Kind.UNIT);
    assertThat(first.getIntervalNs()).isZero();
    assertThat(first.getCpu().getUsageNs()).isZero();
    assertThat(first.getOomKills()).isZero();

    unit("usage_usec 1500\nnr_periods 30\nnr_throttled 4\nthrottled_usec 25\n", 3, 9);
    ticks.addAndGet(10_000_000_000L);
    var second = find(source.read(), Resource.Kind.UNIT);

    assertThat(second.getIntervalNs()).isEqualTo(10_000_000_000L);
    assertThat(second.getCpu().getUsageNs()).isEqualTo(500_000);
    assertThat(second.getCpu().getPeriods()).isEqualTo(20);
    assertThat(second.getCpu().getThrottledPeriods()).isEqualTo(3);
    assertThat(second.getCpu().getThrottledNs()).isEqualTo(20_000);
    assertThat(second.getOomKills()).isEqualTo(2);
    assertThat(second.getCpuPressure().getSomeStalledNs()).isEqualTo(2_000);
    assertThat(unit).exists();
  }

  @Test
  void countsFromZero_whenACounterWentDown() throws Exception {
    unit("usage_usec 1000\n", 5, 7);
    var source = source(folder);
    source.read();

    unit("usage_usec 300\n", 1, 2);
    ticks.addAndGet(10);
    var unit = find(source.read(), Resource.Kind.UNIT);

    assertThat(unit.getCpu().getUsageNs()).isEqualTo(300_000);
    assertThat(unit.getOomKills()).isEqualTo(1);
  }

  /** A restarted service that by now used more than the one before it did. */
  @Test
  void countsFromZero_whenTheCgroupIsAnotherOne() throws Exception {
    var unit = unit("usage_usec 1000\n", 5, 7);
    var source = source(folder);
    source.read();

    Files.move(unit, unit.resolveSibling("old"));
    unit("usage_usec 4000\n", 6, 9);
    ticks.addAndGet(10);

    assertThat(find(source.read(), Resource.Kind.UNIT).getCpu().getUsageNs()).isEqualTo(4_000_000);
  }

  @Test
  void countsWhatIsBeyondItsLimit_unitsFirst() throws Exception {
    var config = config(fixture("cgroup/v2"), 2);
    try (var source = source(config)) {
      var events = source.read();

      assertThat(events)
          .extracting(e -> e.getResource().getKind())
          .startsWith(Resource.Kind.NODE, Resource.Kind.CONTAINER);
      assertThat(events.get(2).getLoss().getCount()).isEqualTo(2);
      assertThat(events.get(2).getLoss().getReason()).isEqualTo("full");
    }
  }

  @Test
  void saysWhatItCannotSee() throws Exception {
    Files.createDirectories(folder.resolve("proc"));
    Files.writeString(folder.resolve("proc/stat"), "cpu  1 2 3 4 5 6 7 8\n");
    var config =
        new ResourceConfig(
            Duration.ofSeconds(1), 10, folder.resolve("proc"), folder.resolve("none"), folder);
    var source = source(config);

    var events = source.read();

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getResource().hasMemory()).isFalse();
    assertThat(source.limits()).hasSize(2).anyMatch(limit -> limit.contains("psi=1"));
  }

  @Test
  void refusesToStartWithoutProc() {
    var config =
        new ResourceConfig(Duration.ofSeconds(1), 10, folder, folder.resolve("none"), folder);
    var source = source(config);

    assertThatThrownBy(() -> source.start(new FakeSink(), Optional.empty()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("needs Linux");
  }

  @Test
  void measuresTheRealHost() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/stat")), "no /proc/stat on this machine");
    var config =
        new ResourceConfig(
            Duration.ofSeconds(1),
            2_000,
            Path.of("/proc"),
            Path.of("/sys/fs/cgroup"),
            Path.of("/var/log"));
    var sink = new FakeSink();
    try (var source =
        new ResourceSource(config, HOST, new PrometheusRegistry(), InstantSource.system())) {
      source.start(sink, Optional.empty());
      await().atMost(Duration.ofSeconds(20)).until(() -> nodes(sink).size() >= 2);
    }

    var second = nodes(sink).get(1);
    assertThat(second.getIntervalNs()).isPositive();
    assertThat(second.getCpu().getUsageNs()).isPositive();
    assertThat(second.getCpu().getCores()).isPositive();
    assertThat(second.getMemory().getLimitBytes())
        .isGreaterThan(second.getMemory().getWorkingSetBytes());
    assertThat(second.getDisksList()).isNotEmpty();
  }

  private static List<Resource> nodes(FakeSink sink) {
    return sink.events().stream()
        .map(Event::getResource)
        .filter(resource -> resource.getKind() == Resource.Kind.NODE)
        .toList();
  }

  private Path unit(String cpuStat, int oomKills, int stalledUs) throws IOException {
    Files.writeString(folder.resolve("cgroup.controllers"), "cpu memory\n");
    Path unit = Files.createDirectories(folder.resolve("system.slice/app.service"));
    Files.writeString(unit.resolve("cpu.stat"), cpuStat);
    Files.writeString(unit.resolve("memory.events"), "oom 9\noom_kill " + oomKills + "\n");
    Files.writeString(
        unit.resolve("cpu.pressure"),
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=" + stalledUs + "\n");
    return unit;
  }

  private static Resource find(List<Event> events, Resource.Kind kind) {
    return events.stream()
        .map(Event::getResource)
        .filter(resource -> resource.getKind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static Resource named(List<Event> events, String name) {
    return events.stream()
        .map(Event::getResource)
        .filter(resource -> resource.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ResourceSource source(Path cgroups) throws URISyntaxException {
    return source(config(cgroups, 2_000));
  }

  private ResourceSource source(ResourceConfig config) {
    return new ResourceSource(
        config,
        HOST,
        new PrometheusRegistry(),
        InstantSource.fixed(Instant.parse("2026-01-05T10:00:00Z")),
        ticks::get);
  }

  private static ResourceConfig config(Path cgroups, int entitiesMax) throws URISyntaxException {
    return new ResourceConfig(
        Duration.ofSeconds(10),
        entitiesMax,
        fixture("proc/node"),
        cgroups,
        Path.of("/nonexistent"));
  }

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(ResourceSourceTest.class.getResource("/" + name).toURI());
  }
}
