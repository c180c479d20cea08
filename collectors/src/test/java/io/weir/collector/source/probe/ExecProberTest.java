package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.event.v1.Probe.FailureClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecProberTest {
  @TempDir Path folder;

  @Test
  void succeedsWithExitCodeZero() throws Exception {
    var result = run("true");

    assertThat(result.outcome()).isEqualTo(Outcome.good(0));
    assertThat(result.attempt().phases()).containsOnlyKeys("run");
  }

  @Test
  void failsWithAnyOther_andTellsTheOutput() throws Exception {
    var outcome = run("sh", "-c", "echo disk is full >&2; exit 3").outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.message()).isEqualTo("exit code 3: disk is full");
  }

  @Test
  void keepsTheFirstKilobyteOfTheOutput() throws Exception {
    var outcome = run("sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x; exit 1").outcome();

    assertThat(outcome.message()).isEqualTo("exit code 1: " + "x".repeat(1_024));
  }

  @Test
  void usesNoShell() throws Exception {
    assertThat(run("test", "$HOME", "=", "$HOME").outcome().success()).isTrue();
    assertThat(run("echo hello").outcome().code()).isEqualTo(127);
  }

  @Test
  void saysThatAProgramDoesNotExist() throws Exception {
    var outcome = run("/no/such/program").outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(outcome.code()).isEqualTo(127);
    assertThat(outcome.message()).contains("/no/such/program");
  }

  @Test
  void killsTheWholeTree_whenTheTimeIsUp() throws Exception {
    Path pid = folder.resolve("pid");
    var prober =
        new ExecProber(
            new Exec(
                List.of(
                    "sh",
                    "-c",
                    "sh -c 'echo $$ > " + pid + "; sleep 300; true' & sleep 300; true")));

    var outcome = Probing.run(prober, Duration.ofSeconds(3)).outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.TIMEOUT);
    long child = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
  }

  /** A command that leaves a daemon behind, which holds the pipe open. */
  @Test
  void doesNotWaitForWhatACommandLeavesBehind() throws Exception {
    Path pid = folder.resolve("pid");

    var outcome = run("sh", "-c", "sleep 300 & echo $! > " + pid).outcome();

    assertThat(outcome.success()).isTrue();
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private static Probing.Result run(String... command) throws InterruptedException {
    return Probing.run(new ExecProber(new Exec(List.of(command))));
  }
}
