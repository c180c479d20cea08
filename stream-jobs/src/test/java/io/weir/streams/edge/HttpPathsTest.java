package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPathsTest {
  @ParameterizedTest
  @CsvSource({
    "http://reviews:9080/reviews/0, /reviews/*",
    "/api/v1/orders?id=42, /api/v1/orders",
    "/users/3f2504e0-4f89-11d3-9a0c-0305e82c3301/cart, /users/*/cart",
    "/users/abcdefab-abcd-abcd-abcd-abcdefabcdef/cart, /users/*/cart",
    "/commits/6f5fe85abc, /commits/*",
    "/commits/deadbeef, /commits/deadbeef",
    "/mail/someone@example.com, /mail/*",
    "/s/aZ3kQ9xLmN2pR7tV, /s/*",
    "/healthz, /healthz",
    "http://shop:80, /",
    "'', /",
    "*, /",
    "/a/b/c/d/e/f/g/h/i/j, /a/b/c/d/e/f/g/h/…",
    "/metrics#top, /metrics"
  })
  void identifiersAreFolded(String url, String path) {
    assertThat(HttpPaths.fold(url)).isEqualTo(path);
  }
}
