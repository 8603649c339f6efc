package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleGarbageCollectorTest {
  private int collections;
  private int own;
  private final IdleGarbageCollector idle =
      new IdleGarbageCollector(
          () -> collections,
          () -> {
            own++;
            collections++;
          });

  private void check(int times) {
    for (int i = 0; i < times; i++) {
      idle.check();
    }
  }

  @Test
  void collectsOnceAfterLoad() {
    collections = 5;
    check(IdleGarbageCollector.IDLE_CHECKS);
    assertThat(own).as("a pause that may be one between two calls").isZero();

    check(10);

    assertThat(own).isEqualTo(1);
  }

  @Test
  void collectsAgainAfterMoreLoad() {
    collections = 5;
    check(10);
    collections = 9;
    check(10);

    assertThat(own).isEqualTo(2);
  }

  @Test
  void doesNothingUnderLoad() {
    for (int i = 0; i < 10; i++) {
      collections++;
      idle.check();
    }

    assertThat(own).isZero();
  }

  @Test
  void doesNothingWithoutLoad() {
    check(10);

    assertThat(own).isZero();
  }
}
