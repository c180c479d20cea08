package io.weir.faults;

import static io.weir.faults.AlertStory.BEGINS_AT_THE_KILL;
import static io.weir.faults.AlertStory.BEGINS_WHILE_AWAY;
import static io.weir.faults.AlertStory.ENDS_AT_THE_KILL;
import static io.weir.faults.AlertStory.ENDS_WHILE_AWAY;
import static io.weir.faults.AlertStory.GOES_ON;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.external.AlertmanagerProcess;
import io.weir.external.Door;
import io.weir.external.WebhookReceiver;
import io.weir.external.WebhookReceiver.Message;
import io.weir.slo.v1.AlertState;
import io.weir.storage.table.TopicTable;
import io.weir.story.WeirProcess;
import io.weir.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Alerting is killed and started again, and people hear of each alert once and of its end once:
 * through a real Alertmanager, and by a webhook of Weir's own. One kill meets five alerts, each at
 * another time of its life.
 */
@ExtendWith(FaultBroker.class)
class AlertingKilledFaultIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How far the last news before the kill has come when it comes. */
  enum Moment {
    /** The windows are in Kafka; who knows what became of them. */
    COUNTED,
    /** It is in {@code weir.alerts.v1}, and nobody has heard: receivers were away. */
    EVALUATED,
    /** People have heard. */
    HEARD
  }

  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource(Moment.class)
  void peopleHearOfEachAlertOnceAndOfItsEndOnce(Moment moment, FaultBroker.Kafka kafka)
      throws Exception {
    FaultTopics.makeMissing(
        kafka.bootstrap(),
        List.of(
            Topic.SLIS,
            Topic.SLOS,
            Topic.ALERTS,
            Topic.SLO_STATUS,
            Topic.INCIDENTS,
            Topic.SILENCES));
    String run = moment.name().toLowerCase(Locale.ROOT);
    try (Listener viaAlertmanager = new Listener(run);
        Listener viaWebhook = new Listener(run)) {
      try (AlertmanagerProcess alertmanager =
              AlertmanagerProcess.start(
                  scratch.resolve("alertmanager"), viaAlertmanager.receiver.url());
          Door alertmanagerDoor = Door.before(alertmanager.url());
          Door webhookDoor = Door.before(viaWebhook.receiver.url());
          AlertWindows windows = new AlertWindows(kafka.bootstrap(), run)) {
        Path config = config(run, kafka, alertmanagerDoor.url(), webhookDoor.url());
        List<Listener> listeners = List.of(viaAlertmanager, viaWebhook);

        try (WeirProcess first = start(config)) {
          windows.writeUntil(AlertStory.OPEN);
          for (Listener listener : listeners) {
            listener.await("firing", GOES_ON, ENDS_AT_THE_KILL, ENDS_WHILE_AWAY);
          }
          // A kill between the answer and the disk would have it say the same again.
          Awaitility.await("what the webhook heard is on disk")
              .atMost(LIMIT)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> told() == 3);
          if (moment == Moment.EVALUATED) {
            alertmanagerDoor.shut();
            webhookDoor.shut();
          }
          windows.writeUntil(AlertStory.KILL);
          switch (moment) {
            case EVALUATED -> awaitEvaluated(kafka, run);
            case HEARD -> {
              for (Listener listener : listeners) {
                listener.await("firing", BEGINS_AT_THE_KILL);
                listener.await("resolved", ENDS_AT_THE_KILL);
              }
            }
            default -> {}
          }
          first.kill();
        }
        FaultTopics.forgetMembers(kafka.bootstrap(), "weir-alerting");
        alertmanagerDoor.open();
        webhookDoor.open();
        assertThat(viaAlertmanager.heard(BEGINS_WHILE_AWAY)).isEmpty();

        windows.writeUntil(AlertStory.BACK);
        try (WeirProcess second = start(config)) {
          for (Listener listener : listeners) {
            listener.await("firing", AlertStory.values());
            listener.await("resolved", ENDS_AT_THE_KILL, ENDS_WHILE_AWAY);
          }
          windows.writeUntil(AlertStory.END);
          for (Listener listener : listeners) {
            listener.await("resolved", AlertStory.values());
          }
        }
        FaultTopics.forgetMembers(kafka.bootstrap(), "weir-alerting");
      }
      // Whoever could say more has ended.
      for (AlertStory story : AlertStory.values()) {
        List<Message> messages = viaAlertmanager.heard(story);
        assertBeginAndEnd(messages);
        List<Message> byWebhook = viaWebhook.heard(story);
        boolean onItsWay = story == BEGINS_AT_THE_KILL || story == ENDS_AT_THE_KILL;
        // A kill between the answer and the disk: the same again.
        assertBeginAndEnd(onItsWay ? byWebhook.stream().distinct().toList() : byWebhook);
        assertThat(byWebhook.get(0).fingerprint())
            .as("the name that Alertmanager has for it")
            .isEqualTo(messages.get(0).fingerprint());
      }
    }
  }

  private static void assertBeginAndEnd(List<Message> messages) {
    assertThat(messages)
        .as("%s", messages)
        .extracting(Message::status)
        .containsExactly("firing", "resolved");
    Message end = messages.get(1);
    assertThat(end.startsAt()).as("%s", messages).isEqualTo(messages.get(0).startsAt());
    assertThat(end.endsAt()).as("%s", messages).isAfter(end.startsAt());
  }

  private static void awaitEvaluated(FaultBroker.Kafka kafka, String run) {
    try (TopicTable<AlertState> alerts =
        new TopicTable<>(
            Topic.ALERTS,
            Codecs.alerts(),
            Map.of("bootstrap.servers", kafka.bootstrap()),
            TopicTable.nobody())) {
      alerts.start();
      Awaitility.await("one alert more, and one less")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                List<String> open =
                    alerts.values().values().stream()
                        .filter(AlertState::getOpen)
                        .map(AlertState::getSlo)
                        .toList();
                return open.contains(BEGINS_AT_THE_KILL.service(run))
                    && !open.contains(ENDS_AT_THE_KILL.service(run));
              });
    }
  }

  /** Alerts that Weir knows the webhook was told of. */
  private long told() throws IOException {
    Path webhooks = scratch.resolve("data/alerting/webhooks");
    if (!Files.isDirectory(webhooks)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(webhooks)) {
      return files.filter(file -> file.toString().endsWith(".properties")).count();
    }
  }

  private WeirProcess start(Path config) {
    return WeirProcess.roles("alerting", config, scratch).awaitReady(LIMIT);
  }

  private Path config(String run, FaultBroker.Kafka kafka, URI alertmanager, URI webhook)
      throws IOException {
    Path slos =
        Files.writeString(
            scratch.resolve("slos.yaml"),
            Arrays.stream(AlertStory.values())
                .map(story -> story.document(run))
                .collect(Collectors.joining("---\n")));
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        """
        data-dir: %s
        metrics:
          port: 0
        kafka:
          bootstrap-servers: %s
        alerting:
          slos: [%s]
          alertmanagers: ['%s']
          webhooks: ['%s']
        """
            .formatted(scratch.resolve("data"), kafka.bootstrap(), slos, alertmanager, webhook));
  }

  /** What people hear of the stories of a run. */
  private record Listener(String run, WebhookReceiver receiver) implements AutoCloseable {
    Listener(String run) throws IOException {
      this(run, WebhookReceiver.start());
    }

    List<Message> heard(AlertStory story) {
      return receiver.messages().stream()
          .filter(message -> message.label("slo").equals(story.service(run)))
          .toList();
    }

    void await(String status, AlertStory... stories) {
      Awaitility.await(status + " " + Arrays.toString(stories))
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .untilAsserted(
              () ->
                  assertThat(stories)
                      .allSatisfy(
                          story ->
                              assertThat(heard(story))
                                  .extracting(Message::status)
                                  .contains(status)));
    }

    @Override
    public void close() {
      receiver.close();
      assertThat(receiver.refused()).as("posts that are no webhook, version 4").isEmpty();
    }
  }
}
