package io.jettymcp.simulator;

import io.jettymcp.simulator.api.RunbookFault;
import io.jettymcp.simulator.engine.RunTimings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The configuration of a simulator.
 *
 * @param port the loopback port; 0 picks a free one
 * @param clock the time for runs and routines; run-sync, chat completions and the gateway timeout
 *     use real time
 * @param taskSearch whether {@code GET tasks/{collection}/search} exists; Jetty's published
 *     documentation names it, its published server has none
 * @param gatewayTimeout how long a response may stay silent before the gateway in front of Jetty
 *     responds with 524, while the run goes on
 * @param runbookFault what goes wrong with every response to a runbook call
 * @param latency how long every response is delayed, as by a network
 * @param tls of its port; plain HTTP if empty
 */
public record SimulatorOptions(
    int port,
    SimulatorTokens tokens,
    Clock clock,
    RunTimings timings,
    boolean taskSearch,
    Duration gatewayTimeout,
    RunbookFault runbookFault,
    Duration latency,
    Optional<SSLContext> tls) {
  private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(100);

  public SimulatorOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535");
    }
    if (gatewayTimeout.isNegative()) {
      throw new IllegalArgumentException("gatewayTimeout must not be negative");
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("latency must not be negative");
    }
  }

  /** A free port, random tokens, the system's clock and lively runs. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions(
        0,
        SimulatorTokens.random(),
        Clock.systemUTC(),
        RunTimings.LIVELY,
        false,
        GATEWAY_TIMEOUT,
        RunbookFault.NONE,
        Duration.ZERO,
        Optional.empty());
  }

  public SimulatorOptions withPort(int chosen) {
    return new SimulatorOptions(
        chosen, tokens, clock, timings, taskSearch, gatewayTimeout, runbookFault, latency, tls);
  }

  /** Sets the API key of the collection {@code acme}; it has to start with {@code mlc_}. */
  public SimulatorOptions withToken(String key) {
    return new SimulatorOptions(
        port,
        tokens.withKey(key),
        clock,
        timings,
        taskSearch,
        gatewayTimeout,
        runbookFault,
        latency,
        tls);
  }

  public SimulatorOptions withClock(Clock chosen) {
    return new SimulatorOptions(
        port, tokens, chosen, timings, taskSearch, gatewayTimeout, runbookFault, latency, tls);
  }

  public SimulatorOptions withTimings(RunTimings chosen) {
    return new SimulatorOptions(
        port, tokens, clock, chosen, taskSearch, gatewayTimeout, runbookFault, latency, tls);
  }

  public SimulatorOptions withTaskSearch() {
    return new SimulatorOptions(
        port, tokens, clock, timings, true, gatewayTimeout, runbookFault, latency, tls);
  }

  public SimulatorOptions withGatewayTimeout(Duration chosen) {
    return new SimulatorOptions(
        port, tokens, clock, timings, taskSearch, chosen, runbookFault, latency, tls);
  }

  public SimulatorOptions withRunbookFault(RunbookFault chosen) {
    return new SimulatorOptions(
        port, tokens, clock, timings, taskSearch, gatewayTimeout, chosen, latency, tls);
  }

  public SimulatorOptions withLatency(Duration chosen) {
    return new SimulatorOptions(
        port, tokens, clock, timings, taskSearch, gatewayTimeout, runbookFault, chosen, tls);
  }

  public SimulatorOptions withTls(SSLContext chosen) {
    return new SimulatorOptions(
        port,
        tokens,
        clock,
        timings,
        taskSearch,
        gatewayTimeout,
        runbookFault,
        latency,
        Optional.of(chosen));
  }
}
