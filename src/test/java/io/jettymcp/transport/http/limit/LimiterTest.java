package io.jettymcp.transport.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.RecordingObserver;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.TestSettings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final HttpSettings.Limits LIMITS = TestSettings.LIMITS;

  private final RecordingObserver observer = new RecordingObserver();
  private final Limiter sessions = Limiter.sessions(LIMITS, observer);

  private void acquire(int count, String owner) throws HttpError {
    for (int i = 0; i < count; i++) {
      sessions.acquire(owner, () -> {});
    }
  }

  private static HttpError rejected(Limiter limiter, String owner) {
    return assertThrows(HttpError.class, () -> limiter.acquire(owner, () -> {}));
  }

  @Test
  void limitsEachOwner() throws Exception {
    acquire(LIMITS.sessionsPerToken(), "alice");
    HttpError error = rejected(sessions, "alice");
    assertThat(error.status()).isEqualTo(429);
    assertThat(error.words()).contains("100").doesNotContain("alice");
    acquire(1, "bob");
  }

  @Test
  void limitsAllOwnersTogether() throws Exception {
    for (int owner = 0; owner < 10; owner++) {
      acquire(LIMITS.sessionsPerToken(), "owner-" + owner);
    }
    assertThat(rejected(sessions, "one more").words()).contains("Session limit reached");
  }

  @Test
  void reportsTheReasonOfARejection() throws Exception {
    acquire(LIMITS.sessionsPerToken(), "alice");
    rejected(sessions, "alice");
    assertThat(observer.rejections).containsExactly(Rejection.TOO_MANY_SESSIONS);
  }

  @Test
  void aReleasedUnitCanBeTakenAgain() throws Exception {
    acquire(LIMITS.sessionsPerToken() - 1, "alice");
    Slot last = sessions.acquire("alice", () -> {});
    last.close();
    acquire(1, "alice");
  }

  @Test
  void aSecondCloseHasNoEffect() throws Exception {
    AtomicInteger releases = new AtomicInteger();
    sessions.acquire("alice", () -> {});
    Slot slot = sessions.acquire("alice", releases::incrementAndGet);
    slot.close();
    slot.close();
    assertThat(releases).hasValue(1);
    assertThat(sessions.used()).isEqualTo(1);
  }

  @Test
  void callsHaveNoTotalLimit() throws Exception {
    Limiter calls = Limiter.calls(LIMITS, observer);
    for (int owner = 0; owner < 10_000; owner++) {
      calls.acquire("owner-" + owner, () -> {});
    }
    assertThat(observer.rejections).isEmpty();
  }
}
