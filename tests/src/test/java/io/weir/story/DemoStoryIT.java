package io.weir.story;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries Weir without a cluster: {@code weir up --demo} has incidents to find at once. */
class DemoStoryIT {
  @TempDir Path scratch;

  @Test
  void theDemoHasEveryIncidentOfItsLastRoundAndGoesOnLive() {
    try (Demo demo = Demo.start(scratch)) {
      demo.awaitIncidents();
      demo.awaitPolicyAsCause();
      demo.awaitLiveFlows();
    }
  }
}
