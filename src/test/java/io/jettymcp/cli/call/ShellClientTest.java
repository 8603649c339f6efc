package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.FakeClock;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Question;
import io.jettymcp.tools.Catalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShellClientTest {
  private final FakeDialog dialog = new FakeDialog();
  private final StringWriter printed = new StringWriter();
  private final PrintWriter err = new PrintWriter(printed);
  private final LineProgress display = new LineProgress(err, new FakeClock("2026-01-01T00:00:00Z"));
  private final Interruption interruption =
      new Interruption("jetty-mcp", Catalog.ALL.get(0), Json.object(), display, err);
  private final ShellClient client = new ShellClient(false, dialog, display, interruption);

  @AfterEach
  void close() {
    client.close();
    interruption.close();
  }

  @Test
  void choiceIsAskedAgainUntilItIsOneOfTheOptions() {
    dialog.answers("acne", "acme");

    assertThat(choose()).isEqualTo(Optional.of("acme"));
    assertThat(dialog.questions())
        .isEqualTo("Which collection? (acme, beta) Which collection? (acme, beta) ");
  }

  @Test
  void choiceIsDeclinedByAnEmptyLineOrThreeWrongOnes() {
    dialog.answers("", "x", "y", "z", "acme");

    assertThat(choose()).isEmpty();
    assertThat(choose()).isEmpty();
  }

  @Test
  void valuesAreAskedOneAfterTheOther() {
    dialog.answers("2", "cats");

    assertThat(ask()).isEqualTo(Map.of("pages", "2", "topic", "cats"));
    assertThat(dialog.questions())
        .isEqualTo("Two are missing" + System.lineSeparator() + "pages (how many): topic: ");
  }

  @Test
  void valuesAreDeclinedByAnEmptyLine() {
    dialog.answers("2", "");

    assertThat(ask()).isEmpty();
  }

  @Test
  void questionsFailWithoutAPerson() {
    assertThat(client.canAsk()).isFalse();
    assertThatThrownBy(this::choose).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(this::ask).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void onlyTheDisplayCountsSeconds() {
    client.progress(() -> "pending, 12 s");

    assertThat(printed.toString().lines()).containsExactly("0:00 pending");
  }

  @Test
  void progressEndsWhenTheResultIsPrinted() {
    client.progress(() -> "working");
    client.close();
    client.progress(() -> "late");

    assertThat(printed.toString().lines()).containsExactly("0:00 working");
  }

  private Optional<String> choose() {
    return client
        .choose("Which collection?", "collection", List.of("acme", "beta"))
        .blockOptional()
        .orElseThrow();
  }

  private Map<String, String> ask() {
    return client
        .ask(
            "Two are missing",
            List.of(new Question("pages", "how many"), new Question("topic", "")))
        .blockOptional()
        .orElseThrow();
  }
}
