package io.jettymcp.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.transport.http.TokenStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class TenantsTest {
  private final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  private final Tenants tenants = new Tenants(3, 3, clock);

  private Tenant get(String owner) {
    return tenants.get(
        owner,
        () ->
            new Tenant(
                owner,
                new KnownSecrets(),
                sink -> request -> Mono.empty(),
                jetty -> () -> Mono.just(TokenStatus.ACCEPTED)));
  }

  @Test
  void longestIdleTenantIsEvictedFirst() {
    Tenant a = get("a");
    get("b");
    get("c");
    assertThat(get("a")).isSameAs(a);
    get("d");
    assertThat(tenants.size()).isEqualTo(3);
    assertThat(get("a")).isSameAs(a);
  }

  @Test
  void tenantIdleForHalfAnHourIsEvicted() {
    get("a");
    clock.advance(Duration.ofMinutes(29));
    get("b");
    assertThat(tenants.size()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(2));
    get("b");
    assertThat(tenants.size()).isEqualTo(1);
  }

  @Test
  void tenantInUseIsFoundAfterItsEviction() {
    Tenant held = get("a");
    for (String other : new String[] {"b", "c", "d", "e"}) {
      get(other);
    }
    assertThat(get("a")).isSameAs(held);
  }

  @Test
  void newTenantsEvictNoAcceptedOne() {
    Tenant a = get("a");
    tenants.accept(a);
    for (int i = 0; i < 10; i++) {
      get("made up " + i);
    }
    assertThat(tenants.size()).isEqualTo(4);
    assertThat(get("a")).isSameAs(a);
  }

  @Test
  void acceptedTenantIsCountedOnce() {
    tenants.accept(get("a"));
    tenants.accept(get("a"));
    assertThat(tenants.size()).isEqualTo(1);
  }
}
