package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.modern.Subscriptions;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.RecordingObserver;
import io.jettymcp.transport.http.TestSettings;
import io.jettymcp.transport.http.limit.Limiter;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Runs an endpoint in virtual time and in the test's thread. After each test, and when it is
 * closed, nothing may be left in use.
 */
class EndpointFixture<E extends Endpoint> implements AfterEachCallback, AutoCloseable {
  /** The budget of all streams in bytes. */
  static final long MEMORY = 16 * 1024 * 1024;

  final MemoryBudget memory = new MemoryBudget(MEMORY);
  final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  final RecordingObserver observer = new RecordingObserver();
  final FakeService service = new FakeService();
  final FakeCaller alice = new FakeCaller("alice", service);
  final FakeCaller bob = new FakeCaller("bob", service);
  final Limiter sessionLimit = Limiter.sessions(TestSettings.LIMITS, observer);
  final Limiter subscriptionLimit = Limiter.subscriptions(TestSettings.LIMITS, observer);
  final Limiter unverifiedSubscriptionLimit =
      Limiter.unverifiedSubscriptions(TestSettings.LIMITS, observer);
  final E endpoint;

  EndpointFixture(Function<SessionContext, E> create) {
    this.endpoint =
        create.apply(
            new SessionContext(
                TestSettings.LIMITS,
                new JacksonMcpJsonMapper(McpJson.mapper()),
                Runnable::run,
                time,
                memory,
                sessionLimit,
                Limiter.unverifiedSessions(TestSettings.LIMITS, observer),
                new SubscriptionPlaces(subscriptionLimit, unverifiedSubscriptionLimit, observer),
                new Subscriptions(),
                observer));
  }

  void pass(Duration duration) {
    time.advanceTimeBy(duration);
  }

  FakeMcpRequest send(FakeMcpRequest request) {
    return request.sendTo(endpoint);
  }

  void assertNothingInUse() {
    assertThat(memory.used()).as("bytes in use").isZero();
    assertThat(sessionLimit.used()).as("sessions").isZero();
    assertThat(subscriptionLimit.used()).as("subscriptions").isZero();
    assertThat(unverifiedSubscriptionLimit.used()).as("unverified subscriptions").isZero();
    assertThat(observer.openSessions).as("sessions that were not reported as closed").hasValue(0);
    assertThat(alice.calls).hasValue(0);
    assertThat(bob.calls).hasValue(0);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    endpoint.close();
    assertNothingInUse();
  }
}
