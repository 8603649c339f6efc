package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break, and clients that come back to them. */
class StreamableResumeTest {
  private static final Duration WINDOW = HttpSettings.Limits.DEFAULT.resumeWindow();

  private final StreamableFixture bench = new StreamableFixture();
  private final String session = bench.open();

  @AfterEach
  void nothingIsLeft() {
    bench.close();
  }

  private FakeService.Held held(String name) {
    return bench.service.held(name);
  }

  /** What came in a stream: numbers of progress, and "answer". */
  private static List<String> said(FakeMcpRequest visit) {
    return visit.messages().stream()
        .map(
            message ->
                message.has("result")
                    ? "answer"
                    : Integer.toString(message.at("/params/progress").asInt()))
        .toList();
  }

  @Test
  void whoComesBackGetsWhatCameMeanwhileThenWhatComesAndThenTheEnd() {
    FakeMcpRequest broken = bench.slowCall(session, "resumed");
    held("resumed").progress(1);
    broken.leave();
    held("resumed").progress(2);
    FakeMcpRequest back = bench.resume(session, broken.lastId());
    assertThat(said(back)).containsExactly("2");
    held("resumed").progress(3);
    held("resumed").answer(Map.of());
    assertThat(said(back)).containsExactly("2", "3", "answer");
    assertThat(back.isComplete()).isTrue();
    assertThat(said(broken)).containsExactly("1");
    assertThat(bench.service.cancelled).hasValue(0);
  }

  @Test
  void theAnswerIsKeptForWhomComesBackAfterIt() {
    FakeMcpRequest broken = bench.slowCall(session, "answered");
    broken.leave();
    held("answered").answer(Map.of());
    FakeMcpRequest back = bench.resume(session, broken.lastId());
    assertThat(said(back)).containsExactly("answer");
    assertThat(back.isComplete()).isTrue();
    assertThat(said(bench.resume(session, broken.lastId()))).containsExactly("answer");
  }

  @Test
  void whoHasReadAllIsSentAwayForGood() {
    FakeMcpRequest visit = bench.slowCall(session, "all");
    held("all").answer(Map.of());
    assertThat(bench.resume(session, visit.lastId()).status()).isEqualTo(204);
  }

  @Test
  void aNewerConnectionEndsTheOlder() {
    FakeMcpRequest first = bench.slowCall(session, "twice");
    FakeMcpRequest second = bench.resume(session, first.lastId());
    assertThat(first.isComplete()).isTrue();
    held("twice").answer(Map.of());
    assertThat(said(first)).isEmpty();
    assertThat(said(second)).containsExactly("answer");
    assertThat(bench.service.cancelled).hasValue(0);
  }

  @Test
  void aStreamThatBrokeIsHeldForTheWindowAndThenItsCallIsCancelled() {
    FakeMcpRequest broken = bench.slowCall(session, "held");
    broken.leave();
    bench.pass(WINDOW.minusMillis(1));
    assertThat(bench.service.cancelled).hasValue(0);
    assertThat(bench.alice.calls).hasValue(1);
    bench.pass(Duration.ofMillis(1));
    assertThat(bench.service.cancelled).hasValue(1);
    assertThat(bench.alice.calls).hasValue(0);
    assertThat(bench.resume(session, broken.lastId()).status()).isEqualTo(400);
  }

  @Test
  void whoCameBackHasTheWholeWindowAgain() {
    FakeMcpRequest broken = bench.slowCall(session, "again");
    broken.leave();
    bench.pass(WINDOW.minusSeconds(1));
    FakeMcpRequest back = bench.resume(session, broken.lastId());
    bench.pass(WINDOW.multipliedBy(3));
    back.leave();
    bench.pass(WINDOW.minusSeconds(1));
    assertThat(bench.service.cancelled).hasValue(0);
    held("again").answer(Map.of());
  }

  @Test
  void aStreamThatGaveNoIdCannotBeResumedSoThatItsCallIsCancelledAtOnce() {
    String older = bench.open(bench.alice, "2025-06-18");
    bench.slowCall(older, "silent").leave();
    assertThat(bench.service.cancelled).hasValue(1);
    FakeMcpRequest told = bench.slowCall(older, "told");
    held("told").progress(1);
    told.leave();
    assertThat(bench.service.cancelled).hasValue(1);
  }

  @Test
  void anAnsweredStreamIsForgottenAfterTheWindow() {
    FakeMcpRequest visit = bench.slowCall(session, "old");
    held("old").answer(Map.of());
    assertThat(bench.reserve.held()).isPositive();
    bench.pass(WINDOW);
    assertThat(bench.reserve.held()).isZero();
    assertThat(bench.resume(session, visit.lastId()).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-1", "", "1", "-", "-1", "x-99999999999999999999"})
  void anIdThatIsUnknownIsRefused(String id) {
    FakeMcpRequest visit = bench.resume(session, id);
    assertThat(visit.status()).isEqualTo(400);
    assertThat(visit.text()).contains("Last-Event-ID");
  }

  @Test
  void anIdOfAnotherSessionOrOfTheFutureIsRefused() {
    FakeMcpRequest visit = bench.slowCall(session, "mine");
    assertThat(bench.resume(bench.open(), visit.lastId()).status()).isEqualTo(400);
    String future = visit.lastId().replaceFirst("-0$", "-7");
    assertThat(bench.resume(session, future).status()).isEqualTo(400);
  }

  @Test
  void aHandlerCanSendTheClientAwayAndItsCallGoesOn() {
    FakeMcpRequest first = bench.call(session, "polled");
    held("polled").release();
    assertThat(first.isComplete()).isTrue();
    assertThat(first.events()).hasSize(2);
    assertThat(first.events().get(0)).endsWith("-0\ndata: \n\n");
    assertThat(first.events().get(1)).contains("\nretry: 1000\n");
    FakeMcpRequest back = bench.resume(session, first.lastId());
    assertThat(back.isComplete()).isFalse();
    held("polled").answer(Map.of());
    assertThat(said(back)).containsExactly("answer");
    assertThat(back.isComplete()).isTrue();
    assertThat(said(bench.resume(session, first.lastId().replaceFirst("-1$", "-0"))))
        .containsExactly("answer");
  }

  @Test
  void aClientThatCouldNotComeBackIsNotSentAway() {
    String older = bench.open(bench.alice, "2025-06-18");
    FakeMcpRequest visit = bench.slowCall(older, "stays");
    held("stays").release();
    assertThat(visit.isComplete()).isFalse();
    held("stays").answer(Map.of());
    assertThat(said(visit)).containsExactly("answer");
  }

  @Test
  void whatNobodyReadsIsBoundedAndTheAnswerOutlivesTheProgress() {
    FakeMcpRequest broken = bench.slowCall(session, "long");
    broken.leave();
    for (int i = 1; i <= 20_000; i++) {
      held("long").progress(i);
    }
    held("long").answer(Map.of("text", "x".repeat(1_000_000)));
    assertThat(bench.reserve.held()).isLessThan(ReplayBuffer.MAX_TOLD + 2_002_000L);
    List<String> back = said(bench.resume(session, broken.lastId()));
    assertThat(back).hasSizeBetween(100, 5_000).endsWith("20000", "answer");
  }

  @Test
  void answersThatNobodyFetchesAreBounded() {
    for (int i = 0; i < 20; i++) {
      FakeMcpRequest visit = bench.slowCall(session, "big" + i);
      visit.leave();
      held("big" + i).answer(Map.of("text", "x".repeat(1_000_000)));
    }
    assertThat(bench.reserve.held()).isLessThanOrEqualTo(ReplayBuffer.MAX_ANSWERS);
  }

  @Test
  void allSessionsTogetherHoldNoMoreThanTheirReserve() {
    for (int i = 0; i < 40; i++) {
      String other = bench.open();
      FakeMcpRequest visit = bench.slowCall(other, "call" + i);
      visit.leave();
      held("call" + i).answer(Map.of("text", "x".repeat(2_000_000)));
      FakeMcpRequest second = bench.slowCall(other, "second" + i);
      second.leave();
      held("second" + i).answer(Map.of("text", "y"));
    }
    assertThat(bench.reserve.held()).isLessThan(StreamableFixture.RESERVE + 4_001_000);
  }

  @Test
  void whoCameBackBeforeTheOldConnectionEndedIsNotCutOffWhenTheWindowIsOver() {
    FakeMcpRequest old = bench.slowCall(session, "overlap");
    FakeMcpRequest back = bench.get(session).with("Last-Event-ID", old.lastId()).slowToBegin();
    back.at(bench.endpoint);
    old.leave();
    back.begin();
    bench.pass(WINDOW.multipliedBy(2));
    assertThat(bench.service.cancelled).hasValue(0);
    held("overlap").answer(Map.of());
    assertThat(said(back)).containsExactly("answer");
  }

  @Test
  void streamsThatAreHeldAreBoundedByWhatTheyHold() {
    for (int i = 0; i < 10_000; i++) {
      bench
          .say(session, StreamableFixture.toolCall("1", "echo"))
          .with("Accept", "text/event-stream")
          .at(bench.endpoint);
    }
    assertThat(bench.endpoint.sessions().replies(session)).isBetween(1_000, 7_000);
  }

  @Test
  void aStreamThatEndedWithNothingIsHeldForSeconds() {
    FakeMcpRequest visit = bench.slowCall(session, "cancelled");
    bench.say(session, StreamableFixture.cancellation("\"cancelled\"")).at(bench.endpoint);
    assertThat(bench.resume(session, visit.lastId()).status()).isEqualTo(204);
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.resume(session, visit.lastId()).status()).isEqualTo(400);
    assertThat(bench.endpoint.sessions().replies(session)).isZero();
  }

  @Test
  void whatManySessionsLeaveUnreadIsBoundedTogetherEvenIfEachLeavesLittle() {
    for (int i = 0; i < 40; i++) {
      FakeMcpRequest visit = bench.slowCall(bench.open(), "left" + i);
      visit.leave();
      held("left" + i).answer(Map.of("text", "x".repeat(1_000_000)));
    }
    assertThat(bench.reserve.held()).isLessThan(StreamableFixture.RESERVE + 2_001_000);
  }

  @Test
  void whatIsReadAtOnceComesHoweverMuchIsHeld() {
    bench.reserve.add(StreamableFixture.RESERVE + 1);
    FakeMcpRequest visit = bench.slowCall(session, "read");
    held("read").progress(1);
    held("read").answer(Map.of());
    assertThat(said(visit)).containsExactly("1", "answer");
    assertThat(bench.reserve.held()).isEqualTo(StreamableFixture.RESERVE + 1);
    bench.reserve.add(-StreamableFixture.RESERVE - 1);
  }

  @Test
  void anAnswerThatWasDroppedIsNotPromised() {
    FakeMcpRequest broken = bench.slowCall(session, "dropped");
    broken.leave();
    bench.reserve.add(StreamableFixture.RESERVE + 1);
    held("dropped").answer(Map.of());
    bench.reserve.add(-StreamableFixture.RESERVE - 1);
    assertThat(bench.resume(session, broken.lastId()).status()).isEqualTo(400);
  }
}
