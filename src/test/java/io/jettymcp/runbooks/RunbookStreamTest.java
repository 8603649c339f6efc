package io.jettymcp.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RunbookStreamTest {
  private final RunbookStream stream = new RunbookStream(Clock.systemUTC());

  @Test
  void longStatusKeepsSurrogatePairs() {
    stream.accept(Json.object().put("message", "x".repeat(119) + "🎉y"));

    assertThat(stream.progress()).isEqualTo("running: " + "x".repeat(119) + "…");
  }

  @Test
  void longModelLineKeepsSurrogatePairs() {
    ObjectNode event = Json.object();
    event.putArray("choices").addObject().putObject("delta").put("content", "🎉" + "x".repeat(119));
    stream.accept(event);

    assertThat(stream.progress()).isEqualTo("running: " + "x".repeat(119));
  }
}
