package io.weir.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
  @TempDir Path proc;

  @Test
  void findsTheHolderOfASocketAndItsUnit() throws IOException {
    var found = new ProcessTable(ProcTree.copy("web-host", proc), 1_000).find(Set.of(102L, 201L));

    assertThat(found.owners().get(102L).command()).isEqualTo("nginx");
    assertThat(found.owners().get(102L).cgroup().unit()).isEqualTo("nginx.service");
    assertThat(found.owners().get(201L).cgroup().containerShort()).isEqualTo("3f4e8a1b9c0d");
    assertThat(found.complete()).isTrue();
  }

  /** systemd keeps the listening sockets that it hands to a service. */
  @Test
  void prefersAnyoneToProcessOne() throws IOException {
    var found = new ProcessTable(ProcTree.copy("web-host", proc), 1_000).find(Set.of(100L));

    assertThat(found.owners().get(100L).pid()).isEqualTo(80);
  }

  @Test
  void saysWhatItDidNotFind() throws IOException {
    var found = new ProcessTable(ProcTree.copy("web-host", proc), 1_000).find(Set.of(999L, 100L));

    assertThat(found.owners()).containsOnlyKeys(100L);
  }

  @Test
  void stopsAtItsLimit_andSaysSo() throws IOException {
    var found = new ProcessTable(ProcTree.copy("web-host", proc), 2).find(Set.of(999L));

    assertThat(found.complete()).isFalse();
  }

  @Test
  void readsKnownHoldersFirst() throws IOException {
    ProcTree.process(proc, 10, "idle", "0::/", 1L, 2L, 3L);
    ProcTree.process(proc, 20, "busy", "0::/", 4L, 5L);
    var table = new ProcessTable(proc, 100);
    table.find(Set.of(4L));

    // With room for the three links of one process only, the second search needs the right one.
    var limited = new ProcessTable(proc, 3);
    assertThat(limited.find(Set.of(5L)).owners()).isEmpty();
    assertThat(table.find(Set.of(5L)).owners()).containsKey(5L);
  }

  @Test
  void namesAProcessWithoutANameByItsId() throws IOException {
    ProcTree.process(proc, 10, "", "", 7L);

    assertThat(new ProcessTable(proc, 100).find(Set.of(7L)).owners().get(7L).command())
        .isEqualTo("pid-10");
  }

  @Test
  void readsInodesOfSocketsOnly() {
    assertThat(ProcessTable.socketInode("socket:[123]")).isEqualTo(123);
    assertThat(ProcessTable.socketInode("pipe:[123]")).isZero();
    assertThat(ProcessTable.socketInode("socket:[x]")).isZero();
    assertThat(ProcessTable.socketInode("socket:[99999999999999999999]")).isZero();
  }
}
