package io.weir.storage.embedded;

import io.weir.storage.FlowStoreContract;
import io.weir.storage.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlowStoreTest extends FlowStoreContract {
  @TempDir Path dir;
  private EmbeddedStores stores;

  @Override
  protected StoreUnderTest open() {
    if (stores == null) {
      stores = new EmbeddedStores(dir);
    }
    return stores.open();
  }

  @Override
  protected void timePasses() {
    stores.advance(Duration.ofMinutes(25));
  }
}
