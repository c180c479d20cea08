package io.weir.cli.server;

import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Roles of one process: started in order, closed in reverse, whatever happens in between. Closing
 * may come from the shutdown hook while the starter is still at work.
 */
final class RoleGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoleGroup.class);

  private final List<Role> started = new CopyOnWriteArrayList<>();
  private final Object closing = new Object();
  private boolean closed;
  private boolean done;

  /** Starts a role and owns it from then on. */
  <R extends Role> R start(R role) throws StartException, InterruptedException {
    synchronized (this) {
      if (closed) {
        throw new StartException("Stopped while starting.");
      }
      started.add(role);
    }
    long began = System.nanoTime();
    role.start();
    LOG.info("Started {} tookMs={}", role.name(), (System.nanoTime() - began) / 1_000_000);
    return role;
  }

  /** What runs now; a live view. */
  List<Role> roles() {
    return started;
  }

  /** Waits until every role is ready. */
  void awaitReady(long limitMs) throws StartException, InterruptedException {
    long deadline = System.nanoTime() + limitMs * 1_000_000;
    while (true) {
      List<String> waiting = notReady();
      if (waiting.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new StartException(
            "Not ready after " + limitMs / 1000 + " s: " + String.join("; ", waiting));
      }
      Thread.sleep(50);
    }
  }

  private List<String> notReady() {
    List<String> waiting = new ArrayList<>();
    for (Role role : started) {
      Readiness readiness = role.readiness();
      if (!readiness.ready()) {
        waiting.add(role.name() + ": " + readiness.reason());
      }
    }
    return waiting;
  }

  /** Returns when everything is closed, whoever closes it. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    synchronized (closing) {
      if (!done) {
        closeAll();
        done = true;
      }
    }
  }

  private void closeAll() {
    for (int i = started.size() - 1; i >= 0; i--) {
      Role role = started.get(i);
      long began = System.nanoTime();
      try {
        role.close();
      } catch (RuntimeException e) {
        LOG.warn("Could not stop {} cleanly", role.name(), e);
      }
      LOG.info("Stopped {} tookMs={}", role.name(), (System.nanoTime() - began) / 1_000_000);
    }
  }
}
