package io.jettymcp.api;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.databind.JsonNode;

/** Sends one HTTP request and reads the reply as it arrives, never holding its bytes as a whole. */
final class HttpTransport implements Wire, AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int SCRATCH = 8 * 1024;

  private final URI base;
  private final String userAgent;
  private final long maxBodyBytes;
  private final Clock clock;
  private final Connections connections;

  HttpTransport(ApiSettings settings, Clock clock) {
    this.base = settings.baseUrl();
    this.userAgent = settings.userAgent();
    this.maxBodyBytes = settings.maxBodyBytes();
    this.clock = clock;
    this.connections = new Connections(settings);
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return Mono.defer(() -> exchange(attempt))
        // Cancelled during a TLS handshake, Reactor Netty may still send once that is done.
        .doOnCancel(attempt::abandon)
        .onErrorMap(error -> NetworkFault.of(error, attempt, base));
  }

  private Mono<Reply> exchange(Attempt attempt) {
    Request request = attempt.request();
    Outgoing outgoing = Outgoing.of(request.body());
    HttpClient client = connections.clientFor(request);
    return client
        .headers(headers -> fill(headers, attempt, outgoing))
        .doAfterRequest((sent, connection) -> attempt.sent())
        .request(HttpMethod.valueOf(request.method().name()))
        .uri(base + attempt.target())
        .send((sending, out) -> write(attempt, outgoing, out))
        .response((response, content) -> receive(attempt, response, content))
        .single();
  }

  private void fill(HttpHeaders headers, Attempt attempt, Outgoing outgoing) {
    headers.set(HttpHeaderNames.USER_AGENT, userAgent);
    headers.set(HttpHeaderNames.ACCEPT, "application/json");
    attempt
        .token()
        .ifPresent(token -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token.reveal()));
    outgoing.contentType().ifPresent(type -> headers.set(HttpHeaderNames.CONTENT_TYPE, type));
    if (!attempt.request().repeatable()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, outgoing.length());
    }
  }

  private static Publisher<Void> write(Attempt attempt, Outgoing outgoing, NettyOutbound out) {
    if (!attempt.begin()) {
      return Mono.error(new IOException("abandoned"));
    }
    return outgoing.length() == 0 ? Mono.empty() : out.send(outgoing.content());
  }

  private Mono<Reply> receive(Attempt attempt, HttpClientResponse response, ByteBufFlux content) {
    attempt.answered();
    int status = response.status().code();
    HttpHeaders headers = response.responseHeaders();
    if (status >= 200 && status < 300) {
      return body(attempt, content).map(body -> new Reply(status, body));
    }
    String location = headers.get(HttpHeaderNames.LOCATION);
    return start(attempt, content)
        .flatMap(
            bytes ->
                Mono.error(
                    REDIRECTS.contains(status) && location != null
                        ? new Redirect(status, location)
                        : StatusFailure.of(
                            attempt,
                            status,
                            ErrorText.of(bytes),
                            RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), clock))));
  }

  private Mono<JsonNode> body(Attempt attempt, ByteBufFlux content) {
    KeepReader reader = new KeepReader(attempt.request().keep());
    byte[] scratch = new byte[SCRATCH];
    return content
        .doOnNext(
            bytes -> {
              if (attempt.count(bytes.readableBytes()) > maxBodyBytes) {
                throw new Failure.TooLarge(maxBodyBytes);
              }
              feed(reader, bytes, scratch);
            })
        .then(Mono.fromCallable(reader::finish));
  }

  private static void feed(KeepReader reader, ByteBuf bytes, byte[] scratch) {
    while (bytes.isReadable()) {
      int length = Math.min(scratch.length, bytes.readableBytes());
      bytes.readBytes(scratch, 0, length);
      reader.feed(scratch, 0, length);
    }
  }

  /** The first bytes of a body that is no reply; if it breaks off, what came is enough. */
  private static Mono<byte[]> start(Attempt attempt, ByteBufFlux content) {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    return content
        .doOnNext(
            bytes -> {
              attempt.count(bytes.readableBytes());
              byte[] more =
                  new byte[Math.min(bytes.readableBytes(), ErrorText.MAX_READ - start.size())];
              bytes.readBytes(more);
              start.writeBytes(more);
            })
        .takeUntil(bytes -> start.size() == ErrorText.MAX_READ)
        .then()
        .onErrorResume(IOException.class, brokenOff -> Mono.empty())
        .then(Mono.fromSupplier(start::toByteArray));
  }

  @Override
  public void close() {
    connections.close();
  }
}
