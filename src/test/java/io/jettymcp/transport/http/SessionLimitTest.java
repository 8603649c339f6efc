package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.transport.http.HttpObserver.SessionKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bounds of sessions of both kinds together, and what is told of them. */
class SessionLimitTest {
  private final List<String> told = new ArrayList<>();
  private final SessionLimit places =
      new SessionLimit(
          HttpSettings.Limits.DEFAULT,
          new HttpObserver() {
            @Override
            public void requestEnded(Served request) {}

            @Override
            public void refused(HttpObserver.Refusal reason) {
              told.add(reason.name());
            }

            @Override
            public void sessionOpened(SessionKind kind) {
              told.add("opened " + kind);
            }

            @Override
            public void sessionClosed(SessionKind kind) {
              told.add("closed " + kind);
            }

            @Override
            public void streamOpened() {}

            @Override
            public void streamClosed() {}
          });

  @Test
  void theObserverIsToldOfEachSession() throws Exception {
    places.take("alice", SessionKind.STREAMABLE);
    places.take("alice", SessionKind.SSE);
    places.free("alice", SessionKind.STREAMABLE);
    places.free("alice", SessionKind.SSE);
    assertThat(told)
        .containsExactly("opened STREAMABLE", "opened SSE", "closed STREAMABLE", "closed SSE");
    assertThat(places.taken()).isZero();
    assertThat(places.owners()).isZero();
  }

  @Test
  void bothKindsCountTogetherAndTheRefusalNamesNobody() throws Exception {
    for (int i = 0; i < 50; i++) {
      places.take("alice", SessionKind.STREAMABLE);
      places.take("alice", SessionKind.SSE);
    }
    told.clear();
    assertThatThrownBy(() -> places.take("alice", SessionKind.SSE))
        .isInstanceOfSatisfying(
            HttpError.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(429);
              assertThat(refusal.words()).contains("100 sessions").doesNotContain("alice");
            });
    assertThat(told).containsExactly("TOO_MANY_SESSIONS");
  }
}
