package io.weir.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldFilesTest {
  private static final Instant TOLD = TestAlerts.START.plusSeconds(60);

  @TempDir Path directory;

  private ToldFiles files() {
    return new ToldFiles(directory.resolve("webhooks/a"));
  }

  @Test
  void nothingWasToldAtFirst() throws Exception {
    assertThat(files().read()).isEmpty();
  }

  @Test
  void whatWasToldComesBackWordForWord() throws Exception {
    Alert alert =
        new Alert(
            new TreeMap<>(Map.of("slo", "Kasse = \"übergänge\" \\ 🛒", "team", " shop ")),
            new TreeMap<>(Map.of("description", "two\nlines # and : more", "summary", "s")),
            TestAlerts.START.plusNanos(1),
            Optional.empty());
    files().heard(alert, TOLD);
    files().heard(TestAlerts.open("cart"), TOLD);
    assertThat(files().read())
        .containsExactlyInAnyOrder(
            new Told.Entry(alert, TOLD), new Told.Entry(TestAlerts.open("cart"), TOLD));
  }

  @Test
  void whatIsOverLeavesNoFile() throws Exception {
    files().heard(TestAlerts.open("cart"), TOLD);
    files().heard(TestAlerts.over(TestAlerts.open("cart"), TOLD), TOLD);
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  /** One format for ever: files of a former version are on disks. */
  @Test
  void theFirstVersionIsRead() throws Exception {
    Path place = Files.createDirectories(directory.resolve("webhooks/a"));
    Files.writeString(
        place.resolve("0123456789abcdef.properties"),
        """
        version=1
        told=2026-03-01T12\\:01\\:00Z
        startsAt=2026-03-01T12\\:00\\:00Z
        label.alertname=SloErrorBudgetBurn
        label.severity=page
        label.slo=cart
        annotation.summary=cart\\: 1,240 of 52,000 bad in 1h
        """);
    assertThat(files().read()).isEqualTo(List.of(new Told.Entry(TestAlerts.open("cart"), TOLD)));
  }

  @Test
  void aDamagedOrNewerFileIsLeftOut() throws Exception {
    files().heard(TestAlerts.open("cart"), TOLD);
    Path place = directory.resolve("webhooks/a");
    Files.writeString(place.resolve("1.properties"), "version=2\n");
    Files.writeString(place.resolve("2.properties"), "version=1\nstartsAt=yesterday\n");
    Files.writeString(place.resolve("3.properties"), "");
    Files.writeString(place.resolve("4.next"), "version=1\n");
    assertThat(files().read()).containsExactly(new Told.Entry(TestAlerts.open("cart"), TOLD));
  }
}
