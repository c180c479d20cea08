package io.weir.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Murmur3Test {
  @Test
  void isWhatGuavaGives_atEveryLength() {
    Random random = new Random(1);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length + 7];
      random.nextBytes(bytes);
      assertThat(Murmur3.hash(bytes, length))
          .as("%d bytes", length)
          .isEqualTo(Hashing.murmur3_128(0).hashBytes(bytes, 0, length).asLong());
    }
  }
}
