package io.weir.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CreditPoolTest {
  @Test
  void oneStreamGetsItsFloorAndHalfOfTheSharedPart() {
    assertThat(new CreditPool(1_000, 10).open().orElseThrow().grant()).isEqualTo(50 + 250);
  }

  @Test
  void everyStreamGetsItsFloorHoweverMuchOthersHold() {
    CreditPool pool = new CreditPool(1_000, 10);
    for (int i = 0; i < 10; i++) {
      CreditPool.Account account = pool.open().orElseThrow();
      long granted = account.grant();
      assertThat(granted).isGreaterThanOrEqualTo(50);
      for (long more = account.grant(); more > 0; more = account.grant()) {
        granted += more;
      }
    }
    assertThat(pool.open()).isEmpty();
  }

  @Test
  void spendsOnlyWhatWasGranted() {
    CreditPool.Account account = new CreditPool(1_000, 10).open().orElseThrow();
    long granted = account.grant();
    assertThat(account.spend(granted + 1)).isFalse();
    assertThat(account.spend(granted)).isTrue();
    assertThat(account.spend(1)).isFalse();
    account.settle(granted);
    assertThat(account.grant()).isPositive();
  }

  @Test
  void closedAccountCountsUntilItsEventsAreSettled() {
    CreditPool pool = new CreditPool(4, 1);
    CreditPool.Account account = pool.open().orElseThrow();
    account.grant();
    assertThat(account.spend(1)).isTrue();
    account.close();
    assertThat(pool.open()).isEmpty();
    account.settle(1);
    assertThat(pool.open()).isPresent();
  }

  /** Whatever streams do, what they may have in flight together stays below the total. */
  @Test
  void neverGrantsMoreThanTheTotal() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    CreditPool pool = new CreditPool(5_000, 8);
    List<long[]> uses = new ArrayList<>(); // granted and unspent, in flight
    List<CreditPool.Account> accounts = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (accounts.isEmpty() || random.nextInt(10) == 0) {
        pool.open()
            .ifPresent(
                account -> {
                  accounts.add(account);
                  uses.add(new long[2]);
                });
      }
      int i = random.nextInt(accounts.size());
      CreditPool.Account account = accounts.get(i);
      long[] use = uses.get(i);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> use[0] += account.grant();
        case 3, 4 -> {
          long spent = use[0] == 0 ? 0 : random.nextInt((int) use[0]) + 1;
          assertThat(account.spend(spent)).as("seed %d", seed).isTrue();
          use[0] -= spent;
          use[1] += spent;
        }
        case 5, 6 -> {
          long settled = use[1] == 0 ? 0 : random.nextInt((int) use[1]) + 1;
          account.settle(settled);
          use[1] -= settled;
        }
        default -> {
          account.close();
          if (use[1] > 0) {
            account.settle(use[1]);
          }
          accounts.remove(i);
          uses.remove(i);
        }
      }
      assertThat(uses.stream().mapToLong(u -> u[0] + u[1]).sum())
          .as("seed %d step %d", seed, step)
          .isLessThanOrEqualTo(5_000);
    }
  }
}
