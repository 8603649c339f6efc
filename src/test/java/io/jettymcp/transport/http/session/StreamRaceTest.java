package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that connect and disconnect while events are written. */
@Timeout(120)
class StreamRaceTest {
  private static final int ROUNDS = 300;
  private static final int EVENTS = 60;

  /** The progress of the response, which has none. */
  private static final int RESPONSE = 0;

  @Test
  void aClientThatResumesAgainAndAgainReceivesEachEventOnce() throws Exception {
    List<Integer> all = new ArrayList<>(IntStream.rangeClosed(1, EVENTS).boxed().toList());
    all.add(RESPONSE);
    for (int round = 0; round < ROUNDS; round++) {
      try (StreamableFixture fixture = new StreamableFixture()) {
        assertThat(receivedByResuming(fixture)).isEqualTo(all);
        assertThat(fixture.service.cancelled).hasValue(0);
      }
    }
  }

  private static List<Integer> receivedByResuming(StreamableFixture fixture) throws Exception {
    String session = fixture.open();
    FakeMcpRequest request = fixture.slowCall(session, "raced");
    FakeService.Held call = fixture.service.held("raced");
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              call.progressUpTo(EVENTS);
              call.respond();
            });
    List<Integer> received = new ArrayList<>();
    String last = request.lastEventId();
    while (!received.contains(RESPONSE)) {
      request.disconnect();
      for (String event : request.events()) {
        last = event.startsWith("id: ") ? FakeMcpRequest.line(event, "id: ") : last;
        String data = FakeMcpRequest.data(event);
        if (!data.isEmpty()) {
          received.add(FakeMcpRequest.JSON.readTree(data).at("/params/progress").asInt(RESPONSE));
        }
      }
      request = received.contains(RESPONSE) ? request : fixture.resume(session, last);
    }
    writer.get(20, TimeUnit.SECONDS);
    return received;
  }

  @Test
  void callsThatEndInAnyWayWhileTheirSessionEndsLeaveNothing() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (StreamableFixture fixture = new StreamableFixture()) {
        String session = fixture.open();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 12; client++) {
          int number = client;
          clients.add(CompletableFuture.runAsync(() -> callAndEnd(fixture, session, number)));
        }
        clients.add(CompletableFuture.runAsync(() -> fixture.delete(session)));
        for (CompletableFuture<Void> client : clients) {
          client.get(20, TimeUnit.SECONDS);
        }
        fixture.assertNothingInUse();
      }
    }
  }

  /** Makes a call that gets its response, is broken off, is cancelled, or ends with its session. */
  private static void callAndEnd(StreamableFixture fixture, String session, int number) {
    String name = "call" + number;
    FakeMcpRequest request = fixture.call(session, name);
    if (!fixture.service.hasStarted(name)) {
      return;
    }
    FakeService.Held call = fixture.service.held(name);
    call.progress(1);
    switch (number % 4) {
      case 0 -> call.respond();
      case 1 -> request.disconnect();
      case 2 -> fixture.cancel(session, name);
      default -> {}
    }
  }
}
