package io.jettymcp.simulator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Where HTTP becomes a call and an answer becomes HTTP. */
final class HttpFront {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final int LARGEST_BODY = 32 * 1024 * 1024;

  private final Router router;
  private final RoutinesApi routines;
  private final Clock clock;

  /** All calls see and change the same state, one at a time. */
  private final Object turn = new Object();

  HttpFront(Router router, RoutinesApi routines, Clock clock) {
    this.router = router;
    this.routines = routines;
    this.clock = clock;
  }

  Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .asByteArray()
        .collect(Body::new, Body::add)
        .map(body -> body.tooLarge ? tooLarge() : react(request, body.bytes.toByteArray()))
        .flatMap(this::settle)
        .flatMap(answer -> send(answer, response));
  }

  private static Reaction tooLarge() {
    return Answer.detail(413, "Request body is larger than 32 MB");
  }

  private Reaction react(HttpServerRequest request, byte[] body) {
    HttpHeaders headers = request.requestHeaders();
    Incoming incoming =
        new Incoming(
            request.method().name(),
            Target.parse(request.uri()),
            headers.get(HttpHeaderNames.HOST, "127.0.0.1"),
            headers.get(HttpHeaderNames.AUTHORIZATION),
            headers.get(HttpHeaderNames.CONTENT_TYPE),
            body);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    synchronized (turn) {
      try {
        routines.fire(now);
        return router.answer(incoming, now);
      } catch (RuntimeException defect) {
        LOG.error("The simulator failed", defect);
        return new Answer(500, "text/plain", "Internal Server Error", Map.of());
      }
    }
  }

  private Mono<Answer> settle(Reaction reaction) {
    if (reaction instanceof Reaction.Later later) {
      return Mono.delay(later.pause())
          .map(
              over -> {
                synchronized (turn) {
                  return later.answer().get();
                }
              });
    }
    return Mono.just((Answer) reaction);
  }

  private static Mono<Void> send(Answer answer, HttpServerResponse response) {
    response
        .status(answer.status())
        .header("X-Jetty-Simulator", "true")
        .header(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach(response::header);
    return response.sendString(Mono.just(answer.body())).then();
  }

  /** A body as it comes in; what goes beyond the limit is read but not kept. */
  private static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLarge;

    void add(byte[] chunk) {
      tooLarge |= bytes.size() + chunk.length > LARGEST_BODY;
      if (tooLarge) {
        bytes.reset();
      } else {
        bytes.writeBytes(chunk);
      }
    }
  }
}
