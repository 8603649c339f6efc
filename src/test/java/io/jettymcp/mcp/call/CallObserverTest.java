package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.HostSession;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class CallObserverTest {
  private static final FakeClient NOBODY = FakeClient.withoutElicitation();

  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private final List<String> observed = new CopyOnWriteArrayList<>();

  CallObserverTest() {
    fixture.observer =
        new CallObserver() {
          @Override
          public void callBegan() {
            observed.add("began");
          }

          @Override
          public void callEnded(String tool, Outcome outcome, Duration took) {
            observed.add(tool + " " + outcome + " " + took);
          }
        };
  }

  @Test
  void resultIsObservedBeforeItIsDelivered() {
    Tool slow =
        ToolCallsFixture.tool("slow")
            .runs(
                call -> {
                  fixture.clock.advance(Duration.ofSeconds(3));
                  return Mono.just(Result.of(Json.object().put("note", "done")));
                });
    fixture
        .call(slow, "{}", NOBODY)
        .doOnNext(answer -> observed.add("answer"))
        .block(Duration.ofSeconds(20));
    assertThat(observed).containsExactly("began", "slow OK PT3S", "answer");
  }

  @Test
  void invalidArgumentsAndFailuresAreObservedAsErrors() {
    fixture.answer(ToolCallsFixture.shows(), "{\"nothing\":1}");
    fixture.answer(ToolCallsFixture.shows(), "{}");
    assertThat(observed).containsExactly("began", "show ERROR PT0S", "began", "show ERROR PT0S");
  }

  @Test
  void cancelledCallIsObservedAsCancelled() {
    Sinks.One<Result> never = Sinks.one();
    Tool endless = ToolCallsFixture.tool("endless").runs(call -> never.asMono());
    Disposable call = fixture.call(endless, "{}", NOBODY).subscribe();
    call.dispose();
    assertThat(observed).containsExactly("began", "endless CANCELLED PT0S");
  }

  @Test
  void callCancelledAfterItsResponseIsObservedOnce() {
    fixture.jetty.answers("/data", "{}");
    fixture
        .call(ToolCallsFixture.shows(), "{}", NOBODY)
        .flux()
        .take(1)
        .blockLast(Duration.ofSeconds(20));
    assertThat(observed).containsExactly("began", "show OK PT0S");
  }

  @Test
  void unknownToolIsNotObserved() {
    HostSession host = new HostSession(fixture.calls(ToolCallsFixture.shows()));
    host.error("tools/call", "{\"name\":\"planted-name\"}");
    assertThat(observed).isEmpty();
  }
}
