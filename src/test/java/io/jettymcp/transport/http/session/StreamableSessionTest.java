package io.jettymcp.transport.http.session;

import static io.jettymcp.transport.Messages.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.TestSettings;
import io.jettymcp.transport.http.TokenStatus;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class StreamableSessionTest {
  private static final Duration IDLE = TestSettings.LIMITS.sessionIdle();
  private static final String KEEP_ALIVE = ": keep-alive\n\n";

  @RegisterExtension final StreamableFixture fixture = new StreamableFixture();

  private int ping(String session) {
    return fixture.send(fixture.post(session, Messages.request("1", "ping", "{}"))).status();
  }

  private FakeMcpRequest listen(String session) {
    return fixture.send(fixture.get(session));
  }

  @Nested
  class Limits {
    private int initialize() {
      return fixture.initialize(fixture.alice, NEWEST).status();
    }

    @Test
    void applyPerOwner() {
      for (int i = 0; i < 100; i++) {
        fixture.open();
      }
      assertThat(initialize()).isEqualTo(429);
      fixture.open(fixture.bob, NEWEST);
    }

    @Test
    void leaveRoomForASessionOnceOneEnds() {
      String first = fixture.open();
      for (int i = 1; i < 100; i++) {
        fixture.open();
      }
      fixture.delete(first);
      fixture.open();
    }

    @Test
    void leaveRoomForVerifiedTokensBesideUnverifiedOnes() {
      for (int i = 0; i < 100; i++) {
        fixture.open(unverified("stranger-" + i), NEWEST);
      }
      assertThat(fixture.initialize(unverified("another"), NEWEST).status()).isEqualTo(429);
      fixture.open();
    }

    @Test
    void countASessionAsUnverifiedUntilItsTokenIsAccepted() {
      FakeCaller late = unverified("late");
      String session = fixture.open(late, NEWEST);
      for (int i = 1; i < 100; i++) {
        fixture.open(unverified("stranger-" + i), NEWEST);
      }
      late.status = Mono.just(TokenStatus.ACCEPTED);
      fixture.send(
          FakeMcpRequest.post(late, Messages.toolCall("\"1\"", "first"))
              .with("Mcp-Session-Id", session));
      fixture.open(unverified("another"), NEWEST);
      assertThat(fixture.sessionLimit.used()).isEqualTo(101);
    }

    @Test
    void applyToAllOwnersTogether() {
      for (int i = 0; i < 1000; i++) {
        fixture.open(new FakeCaller("owner-" + i / 100, fixture.service), NEWEST);
      }
      assertThat(initialize()).isEqualTo(429);
    }
  }

  @Nested
  class Verification {
    @Test
    void rejectsInitializeWithATokenThatJettyRejects() {
      FakeMcpRequest refused =
          fixture.initialize(
              new FakeCaller("stranger", fixture.service).withInvalidToken(), NEWEST);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.responseHeader("Mcp-Session-Id")).isEmpty();
      fixture.assertNothingInUse();
    }

    @Test
    void takesNoPlaceWhileItIsInProgress() {
      FakeCaller slow = new FakeCaller("slow", fixture.service);
      Sinks.One<TokenStatus> verified = Sinks.one();
      slow.status = verified.asMono();
      FakeMcpRequest request = fixture.initialize(slow, NEWEST);
      assertThat(fixture.sessionLimit.used()).isZero();
      verified.tryEmitValue(TokenStatus.ACCEPTED);
      assertThat(request.status()).isEqualTo(200);
    }

    @Test
    void opensNoSessionForAClientThatHasGone() {
      FakeCaller slow = new FakeCaller("slow", fixture.service);
      Sinks.One<TokenStatus> verified = Sinks.one();
      slow.status = verified.asMono();
      fixture.initialize(slow, NEWEST).disconnect();
      verified.tryEmitValue(TokenStatus.ACCEPTED);
      fixture.assertNothingInUse();
    }

    @Test
    void countsASessionThatEndsNoLonger() {
      for (int i = 0; i < 300; i++) {
        FakeCaller stranger = unverified("stranger");
        String session = fixture.open(stranger, NEWEST);
        fixture.send(new FakeMcpRequest("DELETE", stranger, "").with("Mcp-Session-Id", session));
      }
    }
  }

  private FakeCaller unverified(String owner) {
    FakeCaller caller = new FakeCaller(owner, fixture.service);
    caller.status = Mono.just(TokenStatus.UNKNOWN);
    return caller;
  }

  @Nested
  class Deletion {
    private final String session = fixture.open();

    @Test
    void endsAllStreams() {
      FakeMcpRequest call = fixture.slowCall(session, "stream");
      FakeMcpRequest listening = listen(session);
      assertThat(fixture.delete(session).status()).isEqualTo(204);
      assertThat(call.isComplete()).isTrue();
      assertThat(listening.isComplete()).isTrue();
    }

    @Test
    void cancelsAllCalls() {
      fixture.slowCall(session, "stream");
      FakeMcpRequest early = fixture.call(session, "early");
      fixture.delete(session);
      assertThat(early.status()).isEqualTo(404);
      assertThat(fixture.service.cancelled).hasValue(2);
      assertThat(fixture.alice.calls).hasValue(0);
    }

    @Test
    void makesTheSessionUnknown() {
      FakeMcpRequest call = fixture.slowCall(session, "stream");
      fixture.delete(session);
      assertThat(ping(session)).isEqualTo(404);
      assertThat(fixture.delete(session).status()).isEqualTo(404);
      assertThat(fixture.resume(session, call.lastEventId()).status()).isEqualTo(404);
    }

    @Test
    void leavesNothingAfterTenThousandSessions() {
      for (int i = 0; i < 10_000; i++) {
        String other = fixture.open();
        fixture.call(other, "echo");
        FakeMcpRequest call = fixture.call(other, "held");
        fixture.service.held("held").progress(1);
        if (i % 3 == 0) {
          call.disconnect();
        } else if (i % 3 == 1) {
          fixture.service.held("held").respond();
        }
        fixture.delete(other);
      }
      fixture.delete(session);
      fixture.assertNothingInUse();
    }
  }

  @Nested
  class OtherOwners {
    private final String session = fixture.open();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void cannotUseASession(String method) {
      FakeMcpRequest request =
          new FakeMcpRequest(method, fixture.bob, "").with("Mcp-Session-Id", session);
      assertThat(fixture.send(request).status()).isEqualTo(404);
      assertThat(ping(session)).isEqualTo(200);
    }
  }

  @Test
  void aSessionKeepsTheServiceItWasOpenedWith() {
    String session = fixture.open();
    FakeService other = new FakeService();
    fixture.send(
        FakeMcpRequest.post(new FakeCaller("alice", other), Messages.toolCall("1", "kept"))
            .with("Mcp-Session-Id", session));
    assertThat(other.hasStarted("kept")).isFalse();
    assertThat(fixture.service.hasStarted("kept")).isTrue();
  }

  @Nested
  class IdleSessions {
    private final String session = fixture.open();

    @Test
    void areClosed() {
      fixture.pass(IDLE.plusSeconds(60));
      assertThat(ping(session)).isEqualTo(404);
      fixture.assertNothingInUse();
    }

    @Test
    void haveHadNoRequestLately() {
      for (int i = 0; i < 2; i++) {
        fixture.pass(IDLE.minusSeconds(60));
        assertThat(ping(session)).isEqualTo(200);
      }
    }

    @Test
    void haveNoConnection() {
      FakeMcpRequest listening = listen(session);
      fixture.pass(IDLE.multipliedBy(3));
      assertThat(ping(session)).isEqualTo(200);
      listening.disconnect();
      fixture.pass(IDLE.plusSeconds(60));
      assertThat(ping(session)).isEqualTo(404);
    }

    @Test
    void haveNoCall() {
      FakeMcpRequest call = fixture.slowCall(session, "long");
      fixture.pass(IDLE.multipliedBy(3));
      fixture.service.held("long").respond();
      assertThat(call.messages()).hasSize(1);
      assertThat(ping(session)).isEqualTo(200);
    }
  }

  @Nested
  class SessionStreams {
    private final String session = fixture.open();

    @Test
    void areKeptAlive() {
      FakeMcpRequest stream = listen(session);
      fixture.pass(Duration.ofSeconds(15));
      assertThat(stream.events()).containsExactly(KEEP_ALIVE);
    }

    @Test
    void areReplacedByNewerOnes() {
      FakeMcpRequest first = listen(session);
      FakeMcpRequest second = listen(session);
      assertThat(first.isComplete()).isTrue();
      fixture.pass(Duration.ofSeconds(15));
      assertThat(second.events()).containsExactly(KEEP_ALIVE);
      assertThat(first.events()).isEmpty();
    }

    @Test
    void needAClientThatAcceptsEvents() {
      FakeMcpRequest request = fixture.get(session).with("Accept", "application/json");
      assertThat(fixture.send(request).status()).isEqualTo(406);
    }
  }

  @Nested
  class Draining {
    private final String session = fixture.open();

    @Test
    void endsTheStreamOfTheSession() {
      FakeMcpRequest listening = listen(session);
      fixture.endpoint.drain();
      assertThat(listening.isComplete()).isTrue();
    }

    @Test
    void rejectsNewWork() {
      fixture.endpoint.drain();
      assertThat(fixture.call(session, "late").status()).isEqualTo(503);
      assertThat(listen(session).status()).isEqualTo(503);
      assertThat(fixture.initialize(fixture.alice, NEWEST).status()).isEqualTo(503);
    }

    @Test
    void letsCallsInFlightFinish() {
      FakeMcpRequest call = fixture.slowCall(session, "last");
      fixture.endpoint.drain();
      assertThat(call.isComplete()).isFalse();
      fixture.service.held("last").progress(1);
      fixture.service.held("last").respond();
      assertThat(call.messages()).hasSize(2);
      assertThat(call.isComplete()).isTrue();
    }

    @Test
    void letsClientsResumeTheirCalls() {
      FakeMcpRequest call = fixture.slowCall(session, "last");
      call.disconnect();
      fixture.endpoint.drain();
      FakeMcpRequest resumed = fixture.resume(session, call.lastEventId());
      fixture.service.held("last").respond();
      assertThat(resumed.messages()).hasSize(1);
    }
  }
}
