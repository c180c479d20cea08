package io.weir.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoleGroupTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final RoleGroup group = new RoleGroup();

  @Test
  void closesInReverseOrderAndOnce() throws Exception {
    group.start(new FakeRole("broker"));
    group.start(new FakeRole("relay"));
    group.close();
    group.close();
    assertThat(events).containsExactly("+broker", "+relay", "-relay", "-broker");
  }

  /** A role that failed half-way may hold a port: it is closed like the others. */
  @Test
  void closesTheRoleThatCouldNotStartToo() throws Exception {
    FakeRole relay = new FakeRole("relay");
    relay.failure = new StartException("Port taken.");
    assertThatThrownBy(() -> group.start(relay)).isSameAs(relay.failure);
    group.close();
    assertThat(events).containsExactly("-relay");
  }

  /** The main thread must not let go of the data directory while the shutdown hook still closes. */
  @Test
  void secondCloserWaitsForTheFirst() throws Exception {
    FakeRole slow = new FakeRole("slow");
    slow.mayClose = new CountDownLatch(1);
    group.start(slow);
    Thread hook = new Thread(group::close);
    hook.start();
    Thread main = new Thread(group::close);
    main.start();
    Awaitility.await()
        .until(
            () ->
                main.getState() == Thread.State.BLOCKED || hook.getState() == Thread.State.BLOCKED);
    assertThat(events).containsExactly("+slow");
    slow.mayClose.countDown();
    hook.join();
    main.join();
    assertThat(events).containsExactly("+slow", "-slow");
  }

  @Test
  void nothingStartsAfterTheEnd() {
    group.close();
    assertThatThrownBy(() -> group.start(new FakeRole("late")))
        .isInstanceOf(StartException.class)
        .hasMessage("Stopped while starting.");
    assertThat(events).isEmpty();
  }

  @Test
  void readinessThatDoesNotComeIsToldWithItsReason() throws Exception {
    FakeRole jobs = new FakeRole("jobs");
    jobs.readiness = Readiness.notReady("Kafka does not answer.");
    group.start(jobs);
    assertThatThrownBy(() -> group.awaitReady(1))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("jobs: Kafka does not answer.");
  }

  private final class FakeRole implements Role {
    private final String name;
    private Readiness readiness = Readiness.READY;
    private StartException failure;
    private CountDownLatch mayClose = new CountDownLatch(0);

    FakeRole(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() throws StartException {
      if (failure != null) {
        throw failure;
      }
      events.add("+" + name);
    }

    @Override
    public Readiness readiness() {
      return readiness;
    }

    @Override
    public void close() {
      try {
        mayClose.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      events.add("-" + name);
    }
  }
}
