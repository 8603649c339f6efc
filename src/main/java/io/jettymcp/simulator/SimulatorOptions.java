package io.jettymcp.simulator;

import java.time.Clock;
import java.time.Duration;

/**
 * How a simulator is set up.
 *
 * @param port the port on loopback; 0 takes any free one
 * @param tokens the tokens it accepts
 * @param clock what time it is for runs and routines; run-sync, chat completions and the edge's
 *     patience go by real time
 * @param pace how long runs take
 * @param taskSearch whether {@code GET tasks/{collection}/search} exists; Jetty's published
 *     documentation names it, its published server has none
 * @param edgePatience how long an answer may stay silent before the edge in front of Jetty gives up
 *     with 524, while the run goes on
 * @param runbookTrouble what goes wrong with every answer to a runbook call
 * @param latency how long every answer is held back, as by a network
 */
public record SimulatorOptions(
    int port,
    SimulatorTokens tokens,
    Clock clock,
    RunTimings pace,
    boolean taskSearch,
    Duration edgePatience,
    RunbookFault runbookTrouble,
    Duration latency) {
  private static final Duration EDGE_PATIENCE = Duration.ofSeconds(100);

  public SimulatorOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535");
    }
    if (edgePatience.isNegative()) {
      throw new IllegalArgumentException("the edge cannot wait less than no time");
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("no answer can come before its request");
    }
  }

  /** Any free port, fresh tokens, the system's clock and a lively pace. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions(
        0,
        SimulatorTokens.random(),
        Clock.systemUTC(),
        RunTimings.LIVELY,
        false,
        EDGE_PATIENCE,
        RunbookFault.NONE,
        Duration.ZERO);
  }

  public SimulatorOptions withPort(int chosen) {
    return new SimulatorOptions(
        chosen, tokens, clock, pace, taskSearch, edgePatience, runbookTrouble, latency);
  }

  /** With this API key for the collection {@code acme}; it has to start with {@code mlc_}. */
  public SimulatorOptions withToken(String key) {
    return new SimulatorOptions(
        port, tokens.withKey(key), clock, pace, taskSearch, edgePatience, runbookTrouble, latency);
  }

  public SimulatorOptions withClock(Clock chosen) {
    return new SimulatorOptions(
        port, tokens, chosen, pace, taskSearch, edgePatience, runbookTrouble, latency);
  }

  public SimulatorOptions withPace(RunTimings chosen) {
    return new SimulatorOptions(
        port, tokens, clock, chosen, taskSearch, edgePatience, runbookTrouble, latency);
  }

  public SimulatorOptions withTaskSearch() {
    return new SimulatorOptions(
        port, tokens, clock, pace, true, edgePatience, runbookTrouble, latency);
  }

  public SimulatorOptions withEdgePatience(Duration chosen) {
    return new SimulatorOptions(
        port, tokens, clock, pace, taskSearch, chosen, runbookTrouble, latency);
  }

  public SimulatorOptions withRunbookTrouble(RunbookFault chosen) {
    return new SimulatorOptions(
        port, tokens, clock, pace, taskSearch, edgePatience, chosen, latency);
  }

  public SimulatorOptions withLatency(Duration chosen) {
    return new SimulatorOptions(
        port, tokens, clock, pace, taskSearch, edgePatience, runbookTrouble, chosen);
  }
}
