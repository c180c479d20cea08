package io.weir.alerting.cause;

import static io.weir.alerting.cause.TestShop.FRAME;
import static io.weir.alerting.cause.TestShop.peer;
import static io.weir.alerting.cause.TestShop.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IncidentGroupsTest {
  private static BurningSlo slo(String service, long since) {
    return new BurningSlo(
        service, Target.service("http-availability", peer(service)), since, 20, Optional.empty());
  }

  private static BurningSlo because(String service, String cause) {
    return because(service, cause, false);
  }

  private static BurningSlo because(String service, String cause, boolean isOrigin) {
    return new BurningSlo(
        service,
        Target.service("http-availability", peer(service)),
        1,
        20,
        Optional.of(new BurningSlo.Reason(cause, isOrigin)));
  }

  private static List<IncidentGroup> group(TestShop shop, BurningSlo... slos) {
    return IncidentGroups.of(List.of(slos), FRAME, shop.edges, Sightings.none());
  }

  private static List<String> names(List<BurningSlo> slos) {
    return slos.stream().map(BurningSlo::name).toList();
  }

  /** frontend began to burn first, as it has most traffic; cart is the root all the same. */
  @Test
  void theDeepestIsTheRoot() {
    TestShop shop = new TestShop().failing("frontend", "shop", 30).failing("shop", "cart", 30);
    List<IncidentGroup> incidents = group(shop, slo("frontend", 1), slo("shop", 2), slo("cart", 3));
    assertThat(incidents).hasSize(1);
    assertThat(incidents.get(0).root().name()).isEqualTo("cart");
    assertThat(names(incidents.get(0).affected())).containsExactly("frontend", "shop");
  }

  /** The service between has no SLO. */
  @Test
  void theWayMayLeadOverServicesWithoutAnSlo() {
    TestShop shop = new TestShop().failing("frontend", "shop", 30).failing("shop", "cart", 30);
    assertThat(group(shop, slo("frontend", 1), slo("cart", 3))).hasSize(1);
  }

  @Test
  void anEdgeThatIsWellBringsNothing() {
    TestShop shop = new TestShop().fine("frontend", "cart");
    assertThat(group(shop, slo("frontend", 1), slo("cart", 3))).hasSize(2);
  }

  @Test
  void twoTroublesAreTwoIncidents() {
    TestShop shop = new TestShop().failing("a", "b", 30).failing("x", "y", 30);
    List<IncidentGroup> incidents = group(shop, slo("a", 1), slo("b", 2), slo("x", 3), slo("y", 4));
    assertThat(incidents).extracting(i -> i.root().name()).containsExactly("b", "y");
  }

  @Test
  void oneCauseIsOneIncident() {
    TestShop shop = new TestShop();
    List<IncidentGroup> incidents =
        group(shop, because("a", "dns-servfail dns"), because("b", "dns-servfail dns"));
    assertThat(incidents).hasSize(1);
    assertThat(incidents.get(0).root().name()).isEqualTo("a");
  }

  /** Everybody calls dns, which fails a little; that is not why a rollout of cart fails. */
  @Test
  void whatHappenedToAServiceItselfIsNoConsequence() {
    TestShop shop =
        new TestShop()
            .failing("cart", "dns", 30)
            .failing("checkout", "dns", 30)
            .failing("frontend", "dns", 30);
    List<IncidentGroup> incidents =
        group(
            shop,
            because("dns", "dns-unanswered dns"),
            because("cart", "recent-change cart", true),
            because("checkout", "policy-denial deny", true),
            because("payment", "policy-denial deny", true),
            because("frontend", "dns-unanswered frontend"));
    assertThat(incidents)
        .extracting(incident -> incident.root().name() + " " + names(incident.affected()))
        .containsExactlyInAnyOrder("dns [frontend]", "cart []", "payment [checkout]");
  }

  @Test
  void ofAServiceWithoutAReasonThoseWhoCallItAreAffected() {
    TestShop shop = new TestShop().failing("frontend", "cart", 30);
    assertThat(group(shop, slo("cart", 1), because("frontend", "recent-change frontend", true)))
        .hasSize(1);
  }

  @Test
  void inACycleTheFirstToBurnIsTheRoot() {
    TestShop shop =
        new TestShop().failing("a", "b", 30).failing("b", "c", 30).failing("c", "a", 30);
    List<IncidentGroup> incidents = group(shop, slo("a", 3), slo("b", 1), slo("c", 2));
    assertThat(incidents).hasSize(1);
    assertThat(incidents.get(0).root().name()).isEqualTo("b");
  }

  @Test
  void severalSlosOfOneServicePageOnce() {
    BurningSlo availability = slo("cart", 1);
    BurningSlo latency =
        new BurningSlo(
            "cart-latency", Target.service("http-latency", peer("cart")), 1, 5, Optional.empty());
    List<IncidentGroup> incidents = group(new TestShop(), latency, availability);
    assertThat(incidents).hasSize(1);
    assertThat(incidents.get(0).root()).isEqualTo(availability);
  }

  @Test
  void theOrderDoesNotMatter() {
    TestShop shop =
        new TestShop()
            .failing("a", "b", 30)
            .edge("b", "c", tcp(0, 0), tcp(30, 0))
            .failing("x", "c", 30);
    List<BurningSlo> slos = new ArrayList<>(List.of(slo("a", 1), slo("b", 1), slo("x", 1)));
    List<IncidentGroup> one = IncidentGroups.of(slos, FRAME, shop.edges, Sightings.none());
    Collections.shuffle(slos, new Random(3));
    assertThat(IncidentGroups.of(slos, FRAME, shop.edges, Sightings.none())).isEqualTo(one);
  }
}
