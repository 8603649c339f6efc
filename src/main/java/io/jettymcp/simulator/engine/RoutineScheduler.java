package io.jettymcp.simulator.engine;

import io.jettymcp.simulator.model.RoutineSettings;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRoutine;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Task;
import java.time.Instant;

/** Starts the runs of routines. */
public final class RoutineScheduler {
  private final SimulatedJetty jetty;
  private final RunLauncher launcher;

  public RoutineScheduler(SimulatedJetty jetty, RunLauncher launcher) {
    this.jetty = jetty;
    this.launcher = launcher;
  }

  /** Starts the runs of all routines that are due, each at its own moment. */
  public void startDue(Instant now) {
    for (SimulatedCollection collection : jetty.collections()) {
      for (Task task : collection.tasks()) {
        for (SimulatedRoutine routine : task.routines().values()) {
          routine.takeDue(now).forEach(at -> start(routine, at));
        }
      }
    }
  }

  public SimulatedRun start(SimulatedRoutine routine, Instant at) {
    RoutineSettings settings = routine.settings();
    return launcher.start(
        routine.task(),
        settings.initParams().deepCopy(),
        settings.secretNames(),
        routine.id(),
        settings.webhookUrl(),
        at);
  }
}
