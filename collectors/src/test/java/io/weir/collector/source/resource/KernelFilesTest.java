package io.weir.collector.source.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelFilesTest {
  @Test
  void readsNamesWithNumbers() {
    assertThat(KernelFiles.keyed("usage_usec 12\nMemTotal:   8000 kB\nInactive(file): 3 kB\nodd\n"))
        .containsOnly(
            java.util.Map.entry("usage_usec", 12L),
            java.util.Map.entry("MemTotal", 8000L),
            java.util.Map.entry("Inactive(file)", 3L));
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "'-1\n', -1",
    "9223372036854775807, 9223372036854775807",
    // An unsigned counter of the kernel can be larger than ours.
    "18446744073709551615, 9223372036854775807",
  })
  void readsNumbers(String text, long value) {
    assertThat(KernelFiles.number(text)).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource({"max", "''", "-", "1x", "184467440737095516150"})
  void refusesWhatIsNoNumber(String text) {
    assertThat(KernelFiles.number(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"50000 100000, 0.5", "max 100000, 0", "200000 100000, 2", "100000 0, 0", "max, 0"})
  void readsLimits(String cpuMax, double cores) {
    assertThat(KernelFiles.limitCores(cpuMax)).isEqualTo(cores);
  }

  @Test
  void readsPressureAsSharesAndNanoseconds() {
    var pressure =
        KernelFiles.pressure(
                """
                some avg10=12.50 avg60=2.00 avg300=0.10 total=2000000
                full avg10=1.25 avg60=0.00 avg300=0.00 total=1000000
                """)
            .orElseThrow();

    assertThat(pressure.some().avg10()).isEqualTo(0.125);
    assertThat(pressure.some().totalNs()).isEqualTo(2_000_000_000L);
    assertThat(pressure.full().avg10()).isEqualTo(0.0125);
  }

  /** Before Linux 5.13 the CPU has no full line. */
  @Test
  void readsPressureWithoutFull() {
    var pressure =
        KernelFiles.pressure("some avg10=0.00 avg60=0.00 avg300=0.00 total=5").orElseThrow();

    assertThat(pressure.full()).isEqualTo(Usage.Stall.NONE);
  }

  @ParameterizedTest
  @CsvSource({"''", "some", "some avg10=x total=1", "full avg10=0.00 total=1", "some avg10=0.10"})
  void refusesWhatIsNoPressure(String text) {
    assertThat(KernelFiles.pressure(text)).isEmpty();
  }

  @Property
  void neverFails(@ForAll String text) {
    KernelFiles.keyed(text);
    KernelFiles.pressure(text);
    KernelFiles.limitCores(text);
    NodeReader.busyNs(text);
    NodeReader.cores(text);
    assertThat(Mounts.disks(text)).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void choosesLocalDisksOnce() {
    assertThat(
            Mounts.disks(
                """
                /dev/vda1 / ext4 rw 0 0
                proc /proc proc rw 0 0
                /dev/vdb /srv/my\\040data xfs rw 0 0
                /dev/vda1 /var/lib/bind ext4 rw 0 0
                server:/export /mnt/nfs nfs4 rw 0 0
                tmpfs /run tmpfs rw 0 0
                broken
                """))
        .isEqualTo(List.of("/", "/srv/my data"));
  }

  @Test
  void takesTheOverlayOfAContainerAsItsDisk() {
    assertThat(Mounts.disks("overlay / overlay rw 0 0\noverlay /other overlay rw 0 0\n"))
        .containsExactly("/");
  }
}
