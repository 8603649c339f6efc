package io.jettymcp.transport.http;

import io.jettymcp.protocol.Service;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Somebody whose token tests can make bad, and whose calls they can count. */
final class FakeCaller implements Caller {
  final AtomicInteger calls = new AtomicInteger();
  int mostCalls = 1000;
  Mono<Boolean> accepted = Mono.just(true);
  private final String owner;
  private final Service service;

  FakeCaller(String owner, Service service) {
    this.owner = owner;
    this.service = service;
  }

  Visit.CallSlot enter() throws Refusal {
    if (calls.incrementAndGet() > mostCalls) {
      calls.decrementAndGet();
      throw new Refusal(429, "Too many calls.");
    }
    return calls::decrementAndGet;
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public Service service() {
    return service;
  }

  @Override
  public Mono<Boolean> isAccepted() {
    return accepted;
  }
}
