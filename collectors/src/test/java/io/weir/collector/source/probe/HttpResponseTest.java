package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseTest {
  @Test
  void readsABodyOfKnownLength() throws IOException {
    var response =
        read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello, more");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("hello");
    assertThat(response.header("X-A")).hasValue("1");
  }

  @Test
  void readsChunks() throws IOException {
    var response =
        read(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;ext=1\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n");

    assertThat(response.body()).isEqualTo("hello, world");
  }

  @Test
  void readsUntilTheEnd_withoutALength() throws IOException {
    assertThat(read("HTTP/1.0 200\r\n\r\nall of it").body()).isEqualTo("all of it");
  }

  @Test
  void skipsInterimResponses() throws IOException {
    var response =
        read("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");

    assertThat(response.status()).isEqualTo(204);
  }

  @Test
  void readsTheBeginningOfALargeBody() throws IOException {
    assertThat(read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000)).body())
        .hasSize(HttpResponse.BODY_MAX);
    assertThat(
            read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n"
                    + "x".repeat(0x20000))
                .body())
        .hasSize(HttpResponse.BODY_MAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
      })
  void refusesWhatIsNotHttp(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nA: b\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"
      })
  void saysThatItEndedEarly(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesEndlessHeads() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: " + "x".repeat(10_000)))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101)))
        .isInstanceOf(ProtocolException.class);
  }

  @Property
  void failsInOneWayOnly(@ForAll String rest) {
    try {
      assertThat(read("HTTP/1.1 200 OK\r\n" + rest).status()).isBetween(101, 999);
    } catch (IOException expected) {
      assertThat(expected).isInstanceOfAny(ProtocolException.class, EOFException.class);
    }
  }

  private static HttpResponse read(String text) throws IOException {
    return HttpResponse.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), () -> {});
  }
}
