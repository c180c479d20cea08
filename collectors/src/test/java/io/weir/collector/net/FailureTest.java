package io.weir.collector.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void namesWhatALonelyStatusSays() {
    Failure failure = Failure.of(Status.RESOURCE_EXHAUSTED.withDescription("too many\n streams"));

    assertThat(failure.kind()).isEqualTo("resource_exhausted");
    assertThat(failure.text()).isEqualTo("RESOURCE_EXHAUSTED too many streams");
  }

  @Test
  void namesTheInnermostCause() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("io exception\nChannel Pipeline: [SslHandler#0, Tail#0]")
            .withCause(new IOException("outer", new SSLHandshakeException("No name matching n1")));

    Failure failure = Failure.of(status);

    assertThat(failure.kind()).isEqualTo("tls");
    assertThat(failure.text())
        .isEqualTo(
            "UNAVAILABLE io exception: No name matching n1."
                + " Check ca-file, cert-file, key-file and server-name");
    assertThat(failure.cause()).isEqualTo("No name matching n1");
  }

  @Test
  void saysNothingTwice() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("io exception: refused")
            .withCause(new IOException("refused"));

    assertThat(Failure.of(status).text()).isEqualTo("UNAVAILABLE io exception: refused");
  }
}
