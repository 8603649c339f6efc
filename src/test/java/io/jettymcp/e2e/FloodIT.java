package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** More calls at once than any host makes, down one pipe. */
@Slow
@Timeout(120)
class FloodIT {
  @RegisterExtension final Program program = new Program();

  @Test
  void twoThousandConcurrentCallsFitASmallHeap() throws Exception {
    try (ServerProcess server = program.simulated().withSmallHeap().serve()) {
      StringBuilder calls = new StringBuilder();
      for (int i = 0; i < 2_000; i++) {
        String arguments = i % 2 == 0 ? "{\"task\":\"test-echo\"}" : "{\"task\":\"no-such-task\"}";
        calls.append(
            """
            {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"get-task",\
            "arguments":%s}}\n"""
                .formatted(i, arguments));
      }
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.sendBytes(calls.toString().getBytes(UTF_8));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      server.awaitMessages(2_001);
      sent.get(20, SECONDS);
      server.end();

      Map<JsonNode, List<JsonNode>> answers =
          server.messages().stream().collect(Collectors.groupingBy(m -> m.path("id")));
      assertThat(answers).hasSize(2_001).allSatisfy((id, all) -> assertThat(all).hasSize(1));
      Map<Integer, JsonNode> byId =
          server.messages().stream()
              .filter(m -> m.path("id").isInt())
              .collect(Collectors.toMap(m -> m.path("id").asInt(), Function.identity()));
      assertThat(IntStream.range(0, 2_000))
          .allSatisfy(
              i ->
                  assertThat(byId.get(i).path("result").path("isError").asBoolean())
                      .as("%s", byId.get(i))
                      .isEqualTo(i % 2 == 1));
    }
  }
}
