package io.jettymcp.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RunbookStreamTest {
  private final RunbookStream stream = new RunbookStream(Clock.systemUTC());

  @Test
  void messageIsNotCutBeforeItIsRedacted() {
    stream.accept(Json.object().put("message", "x".repeat(119) + "🎉y"));

    assertThat(stream.progress()).isEqualTo("running: " + "x".repeat(119) + "🎉y");
  }

  /** Half of a secret would not be recognised. */
  @Test
  void textOfTheAgentIsCountedAndNotQuoted() {
    for (String piece : new String[] {"the key is sk-ha", "lf and half\n"}) {
      ObjectNode event = Json.object();
      event.putArray("choices").addObject().putObject("delta").put("content", piece);
      stream.accept(event);
    }
    stream.accept(Json.object().put("text", "more"));
    stream.accept(Json.object().put("content", "more"));

    assertThat(stream.progress()).isEqualTo("running: the agent has written 36 characters");
  }
}
