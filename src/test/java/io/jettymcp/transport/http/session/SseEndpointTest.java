package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.modern.ModernRequest;
import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.TokenStatus;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** HTTP+SSE of 2024-11-05: all messages to a client go on one stream. */
class SseEndpointTest {
  @RegisterExtension
  final EndpointFixture<SseEndpoint> fixture = new EndpointFixture<>(SseEndpoint::new);

  private final Endpoint messages = fixture.endpoint.messages();
  private final FakeService service = fixture.service;
  private final FakeCaller alice = fixture.alice;

  private FakeMcpRequest connect() {
    return fixture.send(FakeMcpRequest.get(alice));
  }

  private static String sessionId(FakeMcpRequest stream) {
    return FakeMcpRequest.data(stream.events().get(0)).replaceFirst("^messages\\?sessionId=", "");
  }

  private FakeMcpRequest post(FakeMcpRequest stream, String body) {
    return FakeMcpRequest.post(alice, body).withQuery("sessionId", sessionId(stream));
  }

  /** Connects a stream whose client has sent {@code initialize}. */
  private FakeMcpRequest open() {
    FakeMcpRequest stream = connect();
    initialize(stream);
    assertThat(results(stream)).isEqualTo(1);
    return stream;
  }

  private void initialize(FakeMcpRequest stream) {
    post(stream, Messages.initialize("0", "2024-11-05")).sendTo(messages);
  }

  private static long results(FakeMcpRequest stream) {
    return stream.events().stream().filter(event -> event.contains("\"result\"")).count();
  }

  private FakeMcpRequest call(FakeMcpRequest stream, String tool) {
    return post(stream, Messages.toolCall('"' + tool + '"', tool)).sendTo(messages);
  }

  @Nested
  class Streams {
    @Test
    void startWithTheAddressForMessages() {
      FakeMcpRequest stream = connect();
      assertThat(stream.events()).hasSize(1);
      assertThat(stream.events().get(0))
          .matches("event: endpoint\ndata: messages\\?sessionId=[0-9a-f-]{36}\n\n");
    }

    @ParameterizedTest
    @CsvSource({
      "https://example.com/sse, https://example.com/messages",
      "https://example.com/sse/, https://example.com/messages",
      "https://example.com/jetty/sse, https://example.com/jetty/messages",
      "https://example.com/jetty/sse/, https://example.com/jetty/messages"
    })
    void announceAnAddressNextToTheirOwn(URI own, URI expected) {
      FakeMcpRequest get = FakeMcpRequest.get(alice);
      FakeMcpRequest stream =
          fixture.send(own.getPath().endsWith("/") ? get.withTrailingSlash() : get);
      URI announced = own.resolve(FakeMcpRequest.data(stream.events().get(0)));
      assertThat(announced.toString()).startsWith(expected + "?sessionId=");
    }

    @Test
    void carryTheResponses() {
      FakeMcpRequest stream = open();
      FakeMcpRequest call = call(stream, "echo");
      assertThat(call.status()).isEqualTo(202);
      assertThat(call.responseBody()).isEmpty();
      assertThat(stream.events().get(2)).startsWith("event: message\ndata: {\"jsonrpc\"");
      assertThat(stream.isComplete()).isFalse();
    }

    @Test
    void knowNothingOfTheModernEra() {
      FakeMcpRequest stream = open();
      post(stream, Messages.request("\"d\"", "server/discover", "{" + ModernRequest.META + "}"))
          .sendTo(messages);
      assertThat(stream.events().get(2)).contains("\"id\":\"d\",\"error\":{\"code\":-32601,");
    }

    @Test
    void carryConcurrentCallsInTheOrderOfTheirMessages() {
      FakeMcpRequest stream = open();
      call(stream, "slow");
      call(stream, "echo");
      service.held("slow").progress(1);
      service.held("slow").respond();
      assertThat(stream.events()).hasSize(5);
      assertThat(stream.events().get(2)).contains("\"id\":\"echo\"");
      assertThat(stream.events().get(3)).contains("notifications/progress");
      assertThat(stream.events().get(4)).contains("\"id\":\"slow\"");
    }

    @Test
    void areKeptAlive() {
      FakeMcpRequest stream = connect();
      fixture.pass(Duration.ofSeconds(31));
      assertThat(stream.events().subList(1, 3))
          .containsExactly(": keep-alive\n\n", ": keep-alive\n\n");
    }

    @Test
    void needAClientThatAcceptsEvents() {
      FakeMcpRequest json = FakeMcpRequest.get(alice).with("Accept", "application/json");
      assertThat(fixture.send(json).status()).isEqualTo(406);
    }
  }

  @Nested
  class Sessions {
    @Test
    void openWithATokenThatJettyAccepts() {
      alice.status = Mono.just(TokenStatus.REJECTED);
      assertThat(connect().status()).isEqualTo(401);
      fixture.assertNothingInUse();
    }

    @Test
    void withUnverifiedTokensLeaveRoomForOthers() {
      for (int i = 0; i < 100; i++) {
        FakeCaller stranger = new FakeCaller("stranger-" + i, service);
        stranger.status = Mono.just(TokenStatus.UNKNOWN);
        assertThat(fixture.send(FakeMcpRequest.get(stranger)).status()).isEqualTo(200);
      }
      FakeCaller another = new FakeCaller("another", service);
      another.status = Mono.just(TokenStatus.UNKNOWN);
      assertThat(fixture.send(FakeMcpRequest.get(another)).status()).isEqualTo(429);
      assertThat(connect().status()).isEqualTo(200);
    }

    @Test
    void endWithTheirStream() {
      FakeMcpRequest stream = open();
      call(stream, "held");
      assertThat(alice.calls).hasValue(1);
      stream.disconnect();
      assertThat(service.cancelled).hasValue(1);
      fixture.assertNothingInUse();
      FakeMcpRequest late = call(stream, "echo");
      assertThat(late.status()).isEqualTo(404);
      assertThat(late.responseBody())
          .isEqualTo("Session not found or expired; GET /sse opens one.");
    }

    @Test
    void endWhenASlowReaderExceedsTheBuffer() {
      FakeMcpRequest stream = fixture.send(FakeMcpRequest.get(alice).reading(1));
      initialize(stream);
      call(stream, "flood");
      service.held("flood").progressUpTo(20_000);
      fixture.assertNothingInUse();
      assertThat(service.cancelled).hasValue(1);
      assertThat(stream.isComplete()).isTrue();
    }

    @Test
    void areLimitedPerOwner() {
      for (int i = 0; i < 100; i++) {
        connect();
      }
      assertThat(connect().status()).isEqualTo(429);
      assertThat(fixture.send(FakeMcpRequest.get(fixture.bob)).status()).isEqualTo(200);
    }

    @Test
    void leaveNothingAfterTenThousand() {
      for (int i = 0; i < 10_000; i++) {
        FakeMcpRequest stream = open();
        call(stream, "held");
        stream.disconnect();
      }
      fixture.assertNothingInUse();
    }
  }

  @Nested
  class Posts {
    @Test
    void needASession() {
      FakeMcpRequest post = FakeMcpRequest.post(alice, Messages.toolCall("1", "echo"));
      assertThat(post.sendTo(messages).status()).isEqualTo(400);
    }

    @Test
    void needAnExistingSession() {
      FakeMcpRequest post = FakeMcpRequest.post(alice, Messages.toolCall("1", "echo"));
      assertThat(post.withQuery("sessionId", "none").sendTo(messages).status()).isEqualTo(404);
    }

    @Test
    void needASessionOfTheirOwner() {
      FakeMcpRequest stream = open();
      FakeMcpRequest foreign =
          FakeMcpRequest.post(fixture.bob, Messages.toolCall("1", "echo"))
              .withQuery("sessionId", sessionId(stream));
      assertThat(foreign.sendTo(messages).status()).isEqualTo(404);
      assertThat(stream.events()).hasSize(2);
    }

    @Test
    void needJson() {
      FakeMcpRequest stream = open();
      assertThat(post(stream, "[").sendTo(messages).status()).isEqualTo(400);
      FakeMcpRequest plain = post(stream, "{}").with("Content-Type", "text/plain");
      assertThat(plain.sendTo(messages).status()).isEqualTo(415);
    }

    @Test
    void rejectAnInvalidToken() {
      FakeMcpRequest stream = open();
      alice.status = Mono.just(TokenStatus.REJECTED);
      assertThat(call(stream, "never").status()).isEqualTo(401);
      assertThat(service.hasStarted("never")).isFalse();
      assertThat(alice.calls).hasValue(0);
    }

    @Test
    void areLimitedPerOwner() {
      FakeMcpRequest stream = open();
      alice.maxCalls = 1;
      call(stream, "one");
      assertThat(call(stream, "two").status()).isEqualTo(429);
      post(stream, Messages.cancellation("\"one\"")).sendTo(messages);
      assertThat(service.cancelled).hasValue(1);
      assertThat(call(stream, "echo").status()).isEqualTo(202);
    }
  }

  @Nested
  class Draining {
    @Test
    void endsIdleSessions() {
      FakeMcpRequest idle = open();
      fixture.endpoint.drain();
      assertThat(idle.isComplete()).isTrue();
      assertThat(connect().status()).isEqualTo(503);
    }

    @Test
    void endsABusySessionOnceItsCallsHaveTheirResponses() {
      FakeMcpRequest busy = open();
      call(busy, "last");
      fixture.endpoint.drain();
      assertThat(busy.isComplete()).isFalse();
      assertThat(call(busy, "late").status()).isEqualTo(503);
      service.held("last").respond();
      assertThat(results(busy)).isEqualTo(2);
      assertThat(busy.isComplete()).isTrue();
      fixture.assertNothingInUse();
    }
  }
}
