package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.LegacyService;
import io.jettymcp.mcp.modern.FakeModernService;
import io.jettymcp.transport.McpService;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.TokenStatus;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** A caller whose token tests can invalidate, and whose calls they can count. */
public final class FakeCaller implements Caller {
  final AtomicInteger calls = new AtomicInteger();
  int maxCalls = 1000;
  Mono<TokenStatus> status = Mono.just(TokenStatus.ACCEPTED);
  final FakeModernService modern = new FakeModernService();
  private final String owner;
  private final McpService service;

  public FakeCaller(String owner, LegacyService legacy) {
    this.owner = owner;
    this.service = new McpService(legacy, modern);
  }

  public FakeCaller withInvalidToken() {
    status = Mono.just(TokenStatus.REJECTED);
    return this;
  }

  Slot acquireCallSlot() throws HttpError {
    if (calls.incrementAndGet() > maxCalls) {
      calls.decrementAndGet();
      throw new HttpError(429, "Too many calls.");
    }
    return calls::decrementAndGet;
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public McpService service() {
    return service;
  }

  @Override
  public Mono<TokenStatus> tokenStatus() {
    return status;
  }
}
