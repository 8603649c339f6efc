package io.jettymcp.transport.http;

import io.jettymcp.mcp.McpService;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Somebody whose token tests can make bad, and whose calls they can count. */
final class FakeCaller implements Caller {
  final AtomicInteger calls = new AtomicInteger();
  int mostCalls = 1000;
  Mono<Boolean> accepted = Mono.just(true);
  private final String owner;
  private final McpService service;

  FakeCaller(String owner, McpService service) {
    this.owner = owner;
    this.service = service;
  }

  McpRequest.CallSlot enter() throws HttpError {
    if (calls.incrementAndGet() > mostCalls) {
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
  public Mono<Boolean> isAccepted() {
    return accepted;
  }
}
