package io.jettymcp.simulator;

import io.jettymcp.simulator.engine.RunTimings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a simulator for each test, or, registered in a static field, one for all tests of a class.
 *
 * <pre>{@code
 * @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
 * private final SimulatorClient client = jetty.client();
 * }</pre>
 */
public final class SimulatorExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  /** A model key, so that steps which call a model do not depend on the trial. */
  private static final String MODEL_KEY =
      """
      {"environment_variables": {"OPENROUTER_API_KEY": "pretend-key"}}""";

  private final SimulatorOptions options;
  private final boolean withModelKey;
  private @Nullable Simulator simulator;

  /** How many classes with nested ones share the simulator; 0 if each test has its own. */
  private int sharedBy;

  private SimulatorExtension(SimulatorOptions options, boolean withModelKey) {
    this.options = options;
    this.withModelKey = withModelKey;
  }

  public static SimulatorExtension with(SimulatorOptions options) {
    return new SimulatorExtension(options, false);
  }

  public static SimulatorExtension withDefaults() {
    return with(SimulatorOptions.defaults());
  }

  /** Runs are finished when the response to their start arrives. */
  public static SimulatorExtension instant() {
    return with(instantOptions());
  }

  public static SimulatorOptions instantOptions() {
    return SimulatorOptions.defaults().withTimings(RunTimings.INSTANT);
  }

  /** Sets a model key in the environment of acme. */
  public SimulatorExtension withModelKey() {
    return new SimulatorExtension(options, true);
  }

  /** Calls the current simulator with the API key of acme. */
  public SimulatorClient client() {
    return SimulatorClient.of(this::simulator);
  }

  public Simulator simulator() {
    return Objects.requireNonNull(simulator, "no test is running");
  }

  public String url() {
    return simulator().url();
  }

  /** Returns the API key of acme. */
  public String token() {
    return simulator().token();
  }

  public SimulatorTokens tokens() {
    return simulator().tokens();
  }

  /** Replaces the simulator by one with other options. */
  public void restart(SimulatorOptions changed) {
    stop();
    start(changed);
  }

  private void start(SimulatorOptions chosen) {
    simulator = Simulator.start(chosen);
    if (withModelKey) {
      client().json("PATCH", "/api/v1/collections/acme/environment", MODEL_KEY);
    }
  }

  private void stop() {
    simulator().close();
    simulator = null;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (sharedBy++ == 0) {
      start(options);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--sharedBy == 0) {
      stop();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (sharedBy == 0) {
      start(options);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (sharedBy == 0) {
      stop();
    }
  }
}
