package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that come and go while events are written. */
@Timeout(120)
class StreamRaceTest {
  private static final int ROUNDS = 300;
  private static final int EVENTS = 60;

  @Test
  void whoComesBackAgainAndAgainGetsEachEventOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (StreamableFixture bench = new StreamableFixture()) {
        assertThat(heard(bench)).isEqualTo(all());
        assertThat(bench.service.cancelled).hasValue(0);
      }
    }
  }

  @Test
  void nothingIsLeftOfCallsThatEndInEveryWayWhileTheirSessionEnds() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (StreamableFixture bench = new StreamableFixture()) {
        String session = bench.open();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 12; client++) {
          int way = client;
          clients.add(CompletableFuture.runAsync(() -> callAndEnd(bench, session, way)));
        }
        clients.add(CompletableFuture.runAsync(() -> bench.delete(session)));
        for (CompletableFuture<Void> client : clients) {
          client.get(20, TimeUnit.SECONDS);
        }
        assertThat(bench.alice.calls).hasValue(0);
        assertThat(bench.reserve.held()).isZero();
      }
    }
  }

  /** A call that is answered, broken off or cancelled, by its number. */
  private static void callAndEnd(StreamableFixture bench, String session, int number) {
    String name = "call" + number;
    FakeMcpRequest visit = bench.call(session, name);
    if (!bench.service.hasBegun(name)) {
      return;
    }
    bench.service.held(name).progress(1);
    switch (number % 4) {
      case 0 -> bench.service.held(name).answer(Map.of());
      case 1 -> visit.leave();
      case 2 ->
          bench.say(session, StreamableFixture.cancellation("\"" + name + "\"")).at(bench.endpoint);
      default -> bench.service.held(name).release();
    }
  }

  private static List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (int number = 1; number <= EVENTS; number++) {
      all.add(number);
    }
    // Of the answer, which has no number.
    all.add(0);
    return all;
  }

  private static List<Integer> heard(StreamableFixture bench) throws Exception {
    String session = bench.open();
    FakeMcpRequest visit = bench.slowCall(session, "raced");
    FakeService.Held call = bench.service.held("raced");
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(call));
    List<Integer> heard = new ArrayList<>();
    String last = visit.lastId();
    while (!heard.contains(0)) {
      visit.leave();
      for (String event : visit.events()) {
        last = event.startsWith("id: ") ? event.substring(4, event.indexOf('\n')) : last;
        String data = FakeMcpRequest.data(event);
        if (!data.isEmpty()) {
          heard.add(FakeMcpRequest.JSON.readTree(data).at("/params/progress").asInt(0));
        }
      }
      visit = heard.contains(0) ? visit : bench.resume(session, last);
    }
    writer.get(20, TimeUnit.SECONDS);
    return heard;
  }

  private static void write(FakeService.Held call) {
    for (int number = 1; number <= EVENTS; number++) {
      call.progress(number);
    }
    call.answer(Map.of());
  }
}
