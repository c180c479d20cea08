package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stream that breaks goes on, and says so. */
class FollowedFlowsTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private final Deque<Optional<Script>> scripts = new ArrayDeque<>();
  private final List<GetFlowsRequest> requests = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Some events, then an end. */
  private static final class Script implements FlowSource {
    private final Deque<Integer> seconds;
    private final Status end;

    Script(Status end, Integer... seconds) {
      this.end = end;
      this.seconds = new ArrayDeque<>(List.of(seconds));
    }

    @Override
    public boolean hasNext() {
      if (seconds.isEmpty() && !end.isOk()) {
        throw new StatusRuntimeException(end);
      }
      return !seconds.isEmpty();
    }

    @Override
    public GetFlowsResponse next() {
      int second = seconds.remove();
      GetFlowsResponse.Builder response =
          GetFlowsResponse.newBuilder().setTime(Times.timestamp(START.plusSeconds(second)));
      response.getFlowBuilder().setUuid("u" + second);
      return response.build();
    }

    @Override
    public void close() {}
  }

  private FlowSource connect(GetFlowsRequest request) throws CliException {
    requests.add(request);
    return scripts.remove().orElseThrow(() -> new CliException("refused"));
  }

  private List<String> follow() throws CliException, InterruptedException {
    FollowedFlows flows =
        FollowedFlows.start(
            this::connect,
            pauses::add,
            "relay:4245",
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Resumption(GetFlowsRequest.newBuilder().setFollow(true).build(), START));
    List<String> uuids = new ArrayList<>();
    while (flows.hasNext()) {
      uuids.add(flows.next().getFlow().getUuid());
    }
    return uuids;
  }

  @Test
  void goesOnAfterABreak_withoutGapAndDouble() throws Exception {
    scripts.add(Optional.of(new Script(Status.UNAVAILABLE.withDescription("io"), 1, 2, 3)));
    scripts.add(Optional.empty());
    scripts.add(Optional.empty());
    scripts.add(Optional.of(new Script(Status.OK, 1, 2, 3, 4)));

    assertThat(follow()).containsExactly("u1", "u2", "u3", "u4");
    assertThat(requests.get(3).getSince()).isEqualTo(Times.timestamp(START.plusSeconds(1)));
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            weir observe: Lost the connection to relay:4245: UNAVAILABLE: io; connecting again
            weir observe: Connected again to relay:4245
            """);
  }

  @Test
  void waitsEverLongerUpToTenSeconds_andFromTheStartOnceItWasAnswered() throws Exception {
    scripts.add(Optional.of(new Script(Status.UNAVAILABLE, 1)));
    for (int i = 0; i < 8; i++) {
      scripts.add(Optional.empty());
    }
    scripts.add(Optional.of(new Script(Status.CANCELLED, 2)));
    scripts.add(Optional.of(new Script(Status.OK, 3)));

    assertThat(follow()).containsExactly("u1", "u2", "u3");
    assertThat(pauses.subList(5, 10))
        .containsExactly(
            Duration.ofSeconds(8),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(250));
  }

  /** An invalid filter stays invalid. */
  @Test
  void aRefusalIsNotABreak() {
    for (Status refusal : List.of(Status.INVALID_ARGUMENT, Status.UNKNOWN, Status.UNIMPLEMENTED)) {
      scripts.add(Optional.of(new Script(refusal)));
      assertThatThrownBy(this::follow).isInstanceOf(StatusRuntimeException.class);
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void aServerThatIsNotThereAtFirstIsAnError() {
    scripts.add(Optional.empty());
    assertThatThrownBy(this::follow).isInstanceOf(CliException.class).hasMessage("refused");
  }
}
