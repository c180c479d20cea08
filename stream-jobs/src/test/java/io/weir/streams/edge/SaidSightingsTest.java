package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.streams.TestFlows;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SaidSightingsTest {
  private final SaidSightings said = new SaidSightings();

  @Test
  void saysAnAddressOncePerTenSeconds() {
    Flow flow = TestFlows.syn();
    Sighting first = Sighting.of(flow, T0).orElseThrow();
    assertThat(said.news(flow, T0)).contains(first);
    assertThat(said.news(flow, T0 + 10 * SECOND - 1)).isEmpty();
    assertThat(said.news(flow, T0 + 10 * SECOND))
        .contains(Sighting.of(flow, T0 + 10 * SECOND).orElseThrow());
  }

  @Test
  void saysAtOnceThatAnAddressMoved() {
    Flow moved = TestFlows.syn().toBuilder().setNodeName("elsewhere").build();
    said.news(TestFlows.syn(), T0);
    assertThat(said.news(moved, T0)).map(Sighting::node).contains("elsewhere");
    assertThat(said.news(moved, T0)).isEmpty();
  }

  @Test
  void saysNothingOfFlowsThatDoNotTell() {
    assertThat(said.news(TestFlows.syn().toBuilder().clearNodeName().build(), T0)).isEmpty();
  }

  /** Whatever shares a place: who was told all of it knows what the last flow of each said. */
  @Test
  void losesNothing_howeverManyAddressesThereAre() {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Sighting> told = new HashMap<>();
    Map<String, Sighting> truth = new HashMap<>();
    int flows = 600_000;
    int news = 0;
    for (int i = 0; i < flows; i++) {
      int number = random.nextInt(200_000);
      IP ip = TestFlows.syn().getIP().toBuilder().setSource("10.0." + number).build();
      Flow flow = TestFlows.syn().toBuilder().setIP(ip).build();
      long timeNs = T0 + i * 10 * SECOND / flows;
      Sighting sighting = Sighting.of(flow, timeNs).orElseThrow();
      truth.put(sighting.ip(), sighting);
      var said = this.said.news(flow, timeNs);
      said.ifPresent(one -> told.put(one.ip(), one));
      news += said.isPresent() ? 1 : 0;
    }
    assertThat(told).isEqualTo(truth);
    assertThat(news).isLessThan(flows);
  }
}
