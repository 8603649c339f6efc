package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.TestSettings;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken streams, and clients that resume them. */
class StreamableResumeTest {
  private static final Duration WINDOW = TestSettings.LIMITS.resumeWindow();

  @RegisterExtension final StreamableFixture fixture = new StreamableFixture();

  private final String session = fixture.open();

  private FakeService.Held held(String name) {
    return fixture.service.held(name);
  }

  private FakeMcpRequest resume(FakeMcpRequest broken) {
    return fixture.resume(session, broken.lastEventId());
  }

  private FakeMcpRequest brokenCall(String tool) {
    FakeMcpRequest request = fixture.slowCall(session, tool);
    request.disconnect();
    return request;
  }

  /** Returns what a stream has carried: numbers of progress, and "response". */
  private static List<String> received(FakeMcpRequest request) {
    return request.messages().stream()
        .map(
            message ->
                message.has("result")
                    ? "response"
                    : Integer.toString(message.at("/params/progress").asInt()))
        .toList();
  }

  @Nested
  class ResumedStreams {
    @Test
    void carryWhatWasMissedAndWhatFollows() {
      FakeMcpRequest broken = fixture.slowCall(session, "resumed");
      held("resumed").progress(1);
      broken.disconnect();
      held("resumed").progress(2);
      FakeMcpRequest resumed = resume(broken);
      assertThat(received(resumed)).containsExactly("2");
      held("resumed").progress(3);
      held("resumed").respond();
      assertThat(received(resumed)).containsExactly("2", "3", "response");
      assertThat(resumed.isComplete()).isTrue();
      assertThat(received(broken)).containsExactly("1");
      assertThat(fixture.service.cancelled).hasValue(0);
    }

    @Test
    void carryAResponseFromTheTimeBetween() {
      FakeMcpRequest broken = brokenCall("answered");
      held("answered").respond();
      FakeMcpRequest resumed = resume(broken);
      assertThat(received(resumed)).containsExactly("response");
      assertThat(resumed.isComplete()).isTrue();
      assertThat(received(resume(broken))).containsExactly("response");
    }

    @Test
    void endOnceAllIsRead() {
      FakeMcpRequest request = fixture.slowCall(session, "all");
      held("all").respond();
      assertThat(resume(request).status()).isEqualTo(204);
    }

    @Test
    void endTheOlderConnection() {
      FakeMcpRequest first = fixture.slowCall(session, "twice");
      FakeMcpRequest second = resume(first);
      assertThat(first.isComplete()).isTrue();
      held("twice").respond();
      assertThat(received(first)).isEmpty();
      assertThat(received(second)).containsExactly("response");
      assertThat(fixture.service.cancelled).hasValue(0);
    }

    @Test
    void surviveTheOldConnectionsTimeout() {
      FakeMcpRequest old = fixture.slowCall(session, "overlap");
      FakeMcpRequest resumed =
          fixture.send(
              fixture.get(session).with("Last-Event-ID", old.lastEventId()).delayingStream());
      old.disconnect();
      resumed.startStream();
      fixture.pass(WINDOW.multipliedBy(2));
      assertThat(fixture.service.cancelled).hasValue(0);
      held("overlap").respond();
      assertThat(received(resumed)).containsExactly("response");
    }
  }

  @Nested
  class Windows {
    @Test
    void keepACallUntilTheyClose() {
      FakeMcpRequest broken = brokenCall("held");
      fixture.pass(WINDOW.minusMillis(1));
      assertThat(fixture.service.cancelled).hasValue(0);
      assertThat(fixture.alice.calls).hasValue(1);
      fixture.pass(Duration.ofMillis(1));
      assertThat(fixture.service.cancelled).hasValue(1);
      assertThat(fixture.alice.calls).hasValue(0);
      assertThat(resume(broken).status()).isEqualTo(400);
    }

    @Test
    void restartWithEachResume() {
      FakeMcpRequest broken = brokenCall("again");
      fixture.pass(WINDOW.minusSeconds(1));
      FakeMcpRequest resumed = resume(broken);
      fixture.pass(WINDOW.multipliedBy(3));
      resumed.disconnect();
      fixture.pass(WINDOW.minusSeconds(1));
      assertThat(fixture.service.cancelled).hasValue(0);
      held("again").respond();
    }

    @Test
    void endAStreamWithItsResponseToo() {
      FakeMcpRequest request = fixture.slowCall(session, "old");
      held("old").respond();
      assertThat(fixture.memory.used()).isPositive();
      fixture.pass(WINDOW);
      assertThat(fixture.memory.used()).isZero();
      assertThat(resume(request).status()).isEqualTo(400);
    }

    @Test
    void areShortForAStreamThatEndedWithoutEvents() {
      FakeMcpRequest request = fixture.slowCall(session, "cancelled");
      fixture.cancel(session, "cancelled");
      assertThat(resume(request).status()).isEqualTo(204);
      fixture.pass(Duration.ofSeconds(10));
      assertThat(resume(request).status()).isEqualTo(400);
    }

    @Test
    void doNotExistForAStreamWithoutIds() {
      String older = fixture.open(fixture.alice, "2025-06-18");
      fixture.slowCall(older, "silent").disconnect();
      assertThat(fixture.service.cancelled).hasValue(1);
    }

    @Test
    void existForAnOlderRevisionOnceAnEventHadAnId() {
      String older = fixture.open(fixture.alice, "2025-06-18");
      FakeMcpRequest request = fixture.slowCall(older, "reports");
      held("reports").progress(1);
      request.disconnect();
      assertThat(fixture.service.cancelled).hasValue(0);
    }
  }

  @Nested
  class LastEventIds {
    @ParameterizedTest
    @ValueSource(strings = {"no-such-1", "", "1", "-", "-1", "x-99999999999999999999"})
    void mustBeKnown(String id) {
      FakeMcpRequest request = fixture.resume(session, id);
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.responseBody()).contains("Last-Event-ID");
    }

    @Test
    void mustBelongToTheSession() {
      FakeMcpRequest request = fixture.slowCall(session, "mine");
      assertThat(fixture.resume(fixture.open(), request.lastEventId()).status()).isEqualTo(400);
    }

    @Test
    void mustNotBeOfTheFuture() {
      FakeMcpRequest request = fixture.slowCall(session, "mine");
      String future = request.lastEventId().replaceFirst("-0$", "-7");
      assertThat(fixture.resume(session, future).status()).isEqualTo(400);
    }
  }

  @Nested
  class Memory {
    @Test
    void ofUnreadProgressIsLimitedAndResponsesOutliveIt() {
      FakeMcpRequest broken = brokenCall("long");
      held("long").progressUpTo(20_000);
      held("long").respondLarge(1_000_000);
      assertThat(fixture.memory.used()).isLessThan(ReplayBuffer.MAX_PROGRESS + 2_002_000L);
      assertThat(received(resume(broken))).hasSizeBetween(100, 5_000).endsWith("20000", "response");
    }

    @Test
    void ofUnreadResponsesIsLimited() {
      for (int i = 0; i < 20; i++) {
        brokenCall("big" + i);
        held("big" + i).respondLarge(1_000_000);
      }
      assertThat(fixture.memory.used()).isLessThanOrEqualTo(ReplayBuffer.MAX_RESPONSES);
    }

    @Test
    void ofAllSessionsIsLimited() {
      for (int i = 0; i < 40; i++) {
        String other = fixture.open();
        fixture.slowCall(other, "call" + i).disconnect();
        held("call" + i).respondLarge(2_000_000);
        fixture.slowCall(other, "second" + i).disconnect();
        held("second" + i).respondLarge(1);
      }
      assertThat(fixture.memory.used()).isLessThan(EndpointFixture.MEMORY + 4_001_000);
    }

    @Test
    void ofManySessionsWithLittleEachIsLimited() {
      for (int i = 0; i < 40; i++) {
        fixture.slowCall(fixture.open(), "left" + i).disconnect();
        held("left" + i).respondLarge(1_000_000);
      }
      assertThat(fixture.memory.used()).isLessThan(EndpointFixture.MEMORY + 2_001_000);
    }

    @Test
    void limitsTheRepliesThatCanBeResumed() {
      List<FakeMcpRequest> ended = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        ended.add(
            fixture.send(
                fixture
                    .post(session, Messages.toolCall("1", "echo"))
                    .with("Accept", "text/event-stream")));
      }
      assertThat(ended.stream().filter(call -> resume(call).status() != 400).count())
          .isBetween(1_000L, 7_000L);
    }

    @Test
    void isNotNeededForWhatIsReadAtOnce() {
      fixture.memory.add(EndpointFixture.MEMORY + 1);
      FakeMcpRequest request = fixture.slowCall(session, "read");
      held("read").progress(1);
      held("read").respond();
      assertThat(received(request)).containsExactly("1", "response");
      assertThat(fixture.memory.used()).isEqualTo(EndpointFixture.MEMORY + 1);
      fixture.memory.add(-EndpointFixture.MEMORY - 1);
    }

    @Test
    void thatDroppedAResponseEndsTheStream() {
      FakeMcpRequest broken = brokenCall("dropped");
      fixture.memory.add(EndpointFixture.MEMORY + 1);
      held("dropped").respond();
      fixture.memory.add(-EndpointFixture.MEMORY - 1);
      assertThat(resume(broken).status()).isEqualTo(400);
    }
  }
}
