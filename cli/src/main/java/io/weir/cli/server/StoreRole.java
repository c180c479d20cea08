package io.weir.cli.server;

import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.storage.embedded.EmbeddedStore;

/** The embedded archive as a part of the process: open before its users, closed after them. */
final class StoreRole implements Role {
  private final EmbeddedStore store;

  StoreRole(EmbeddedStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public void start() throws StartException {
    store.start();
  }

  /** Whoever writes it, the archiver, tells when that does not work. */
  @Override
  public Readiness readiness() {
    return Readiness.READY;
  }

  @Override
  public void close() {
    store.close();
  }
}
