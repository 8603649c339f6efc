package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleCollectionTest {
  private int collections;
  private int own;
  private final IdleCollection idle =
      new IdleCollection(
          () -> collections,
          () -> {
            own++;
            collections++;
          });

  @Test
  void collectsOnceAfterLoad() {
    collections = 5;
    idle.check();
    assertThat(own).as("under load").isZero();

    idle.check();
    idle.check();
    idle.check();

    assertThat(own).isEqualTo(1);
  }

  @Test
  void collectsAgainAfterMoreLoad() {
    collections = 5;
    idle.check();
    idle.check();
    collections = 9;
    idle.check();
    idle.check();

    assertThat(own).isEqualTo(2);
  }

  @Test
  void doesNothingWithoutLoad() {
    idle.check();
    idle.check();

    assertThat(own).isZero();
  }
}
