package io.jettymcp.simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a simulator of its own, whose runs are over at once. */
abstract class OnFreshSimulator {
  Simulator simulator;
  SimulatorClient visit;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }
}
