package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs one call of a tool against a fake Jetty in virtual time. Arguments are checked as the server
 * checks them; the default collection is {@code acme}.
 */
public final class ToolHarness {
  /** Starts each call at this time, a Wednesday. */
  public static final Instant BEGIN = Instant.parse("2026-03-04T10:17:30Z");

  private static final Duration MAX_LENGTH = Duration.ofHours(3);
  private static final long STEP_MILLIS = 100;

  private final Tool tool;
  private final FakeJetty jetty;
  private final FakeCall call;
  private final Duration took;
  private final @Nullable Result result;
  private final @Nullable Throwable failure;

  private ToolHarness(
      Tool tool,
      FakeJetty jetty,
      FakeCall call,
      Duration took,
      @Nullable Result result,
      @Nullable Throwable failure) {
    this.tool = tool;
    this.jetty = jetty;
    this.call = call;
    this.took = took;
    this.result = result;
    this.failure = failure;
  }

  public static ToolHarness of(Tool tool, FakeJetty jetty, String arguments) {
    return of(tool, jetty, new FakeLocalAccess(), (ObjectNode) FakeJetty.json(arguments));
  }

  public static ToolHarness of(Tool tool, FakeJetty jetty, LocalAccess local, String arguments) {
    return of(tool, jetty, local, (ObjectNode) FakeJetty.json(arguments));
  }

  public static ToolHarness of(
      Tool tool, FakeJetty jetty, LocalAccess local, ObjectNode arguments) {
    return of(tool, jetty, local, arguments, Duration.ofDays(1));
  }

  /** Makes a call whose time ends after a timeout; a call that takes longer has no result. */
  public static ToolHarness within(Duration timeout, Tool tool, FakeJetty jetty, String arguments) {
    ObjectNode json = (ObjectNode) FakeJetty.json(arguments);
    return of(tool, jetty, new FakeLocalAccess(), json, timeout);
  }

  private static ToolHarness of(
      Tool tool, FakeJetty jetty, LocalAccess local, ObjectNode arguments, Duration timeout) {
    VirtualTimeScheduler time = VirtualTimeScheduler.set(VirtualTimeScheduler.create(true));
    try {
      return run(tool, jetty, local, arguments, time, timeout);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  private static ToolHarness run(
      Tool tool,
      FakeJetty jetty,
      LocalAccess local,
      ObjectNode arguments,
      VirtualTimeScheduler time,
      Duration timeout) {
    Args checked = Args.check(tool.params(), List.of(), arguments, secret -> {});
    if (tool.isAboutCollection(checked) && checked.find(Tool.COLLECTION).isEmpty()) {
      String named = tool.namedCollection().apply(checked).orElse("acme");
      checked = checked.with(Tool.COLLECTION, named);
    }
    FakeCall call = new FakeCall(checked, jetty, local, new VirtualClock(time), timeout);
    List<Result> results = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    Mono.defer(() -> start(tool, call)).subscribe(results::add, failures::add);
    long longest = Math.min(MAX_LENGTH.toMillis(), timeout.toMillis());
    long elapsed = 0;
    while (results.isEmpty() && failures.isEmpty() && elapsed < longest) {
      time.advanceTimeBy(Duration.ofMillis(STEP_MILLIS));
      elapsed += STEP_MILLIS;
    }
    return new ToolHarness(
        tool,
        jetty,
        call,
        Duration.ofMillis(elapsed),
        results.isEmpty() ? null : results.get(0),
        failures.isEmpty() ? null : failures.get(0));
  }

  private static Mono<Result> start(Tool tool, FakeCall call) {
    return LatestRun.resolve(call).doOnNext(call::resolve).flatMap(in -> execute(tool, call));
  }

  private static Mono<Result> execute(Tool tool, FakeCall call) {
    if (tool.action() instanceof Action.Sends sends) {
      Mono<Reply> reply = call.send(sends.request().apply(call.in()));
      return reply.map(received -> sends.answer().apply(call.in(), received));
    }
    return ((Action.Runs) tool.action()).run().apply(call);
  }

  public FakeJetty jetty() {
    return jetty;
  }

  public FakeCall call() {
    return call;
  }

  /** Returns the duration of the call in virtual time, to a tenth of a second. */
  public Duration took() {
    return took;
  }

  public Result result() {
    if (result == null) {
      throw new AssertionError("no result within " + MAX_LENGTH, failure);
    }
    return result;
  }

  /** Returns the data as the view projects it, without what the protocol adds. */
  public JsonNode shown() {
    return tool.view().project(result().data());
  }

  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  public <F extends Failure> F failure(Class<F> kind) {
    if (failure == null) {
      throw new AssertionError("no " + kind.getSimpleName() + " but " + result);
    }
    assertThat(failure).isInstanceOf(kind);
    return kind.cast(failure);
  }

  private static final class VirtualClock extends Clock {
    private final VirtualTimeScheduler time;
    private final long zero;

    VirtualClock(VirtualTimeScheduler time) {
      this.time = time;
      this.zero = time.now(TimeUnit.MILLISECONDS);
    }

    @Override
    public Instant instant() {
      return BEGIN.plusMillis(time.now(TimeUnit.MILLISECONDS) - zero);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
