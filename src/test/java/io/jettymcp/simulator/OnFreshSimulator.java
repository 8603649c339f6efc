package io.jettymcp.simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a simulator of its own, whose runs are over at once. */
abstract class OnFreshSimulator {
  Simulator simulator;
  Visit visit;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(Pace.INSTANT));
    visit = Visit.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }
}
