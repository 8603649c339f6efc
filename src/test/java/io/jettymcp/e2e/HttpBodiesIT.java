package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests concurrent large bodies in a small heap. */
@Slow
@Timeout(120)
class HttpBodiesIT {
  private static final int LARGE = 4 * 1024 * 1024 - 1024;

  @RegisterExtension final Program program = new Program();

  @Test
  void hundredLargeBodiesFitASmallHeap() throws Exception {
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on("GET /api/v1/tasks/acme/t", FaultAnswer.json("{\"name\":\"found\"}"));
        ServerProcess server =
            program.over(Transport.STATELESS).against(jetty.url()).withSmallHeap().start()) {
      String large = HttpCaller.call("get-task", "{\"task\":\"t\"" + " ".repeat(LARGE) + "}");
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        calls.add(new HttpCaller(server.address(), "").postAsync(large));
      }
      for (CompletableFuture<HttpResponse<String>> one : calls) {
        assertThat(status(one)).isIn(200, 503);
      }
      HttpCaller later = new HttpCaller(server.address(), "");
      assertThat(later.get("/healthz").statusCode()).isEqualTo(200);
      // The memory of a call is free a moment after its client has the response.
      CompletableFuture<HttpResponse<String>> call = later.postAsync(large);
      for (int i = 0; i < 100 && status(call) == 503; i++) {
        call = later.postAsync(large);
      }
      assertThat(status(call)).isEqualTo(200);
      assertThat(call.join().body()).contains("\"name\":\"found\"");
      assertThat(server.stderr()).doesNotContain("OutOfMemory");
    }
  }

  /** Returns 503 also for a caller that was rejected during its upload and saw only the end. */
  private static int status(CompletableFuture<HttpResponse<String>> call) throws Exception {
    return call.thenApply(HttpResponse::statusCode).exceptionally(cut -> 503).get(60, SECONDS);
  }
}
