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
    "/commits/deadbee1, /commits/*",
    "/commits/beef1, /commits/beef1",
    "/s/release-2026-11-24, /s/*",
    "/s/release-2026-11, /s/release-2026-11",
    "/s/release-2026-11-24!, /s/release-2026-11-24!",
    "/s/2026-11-24-11-24-10, /s/2026-11-24-11-24-10",
    "/s/3f2504e0-4f89-11d3-9a0c_0305e82c3301, /s/*",
    "/s/abcdefab-abcd-abcd-abcd_abcdefabcdef, /s/abcdefab-abcd-abcd-abcd_abcdefabcdef",
    "/mail/someone@example.com, /mail/*",
    "/s/aZ3kQ9xLmN2pR7tV, /s/*",
    "/healthz, /healthz",
    "/v1//python3/2fa/, /v1//python3/2fa/",
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
