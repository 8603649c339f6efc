package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.jetty.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventParserTest {
  private static final String EVERYTHING =
      "\uFEFF: a comment\n"
          + "data: first\n\n"
          + "event: progress\nid: 7\nretry: 10\ndata:no space\r\n\r\n"
          + "data:  two spaces\rdata: and ü, 漢, \uD83D\uDE00\rdata\rdata:\r\r"
          + "\n\r\n"
          + "datum: no\nDATA: no\n data: no\nevent: alone\n\n"
          + ": ping\r\n\r\n"
          + "data: \uFEFFa mark in the middle\nid\n\n"
          + "data: [DONE]\n\n"
          + "data: never closed\n";

  private static final List<String> SAID =
      List.of(
          "first",
          "no space",
          " two spaces\nand ü, 漢, \uD83D\uDE00\n\n",
          "\uFEFFa mark in the middle",
          "[DONE]");

  @Test
  void parsesAllFormsOfTheStandard() {
    assertThat(new ServerSentEventParser().feed(bytes(EVERYTHING))).isEqualTo(SAID);
  }

  @Test
  void readsTheSameHoweverTheBytesAreCut() {
    byte[] all = bytes(EVERYTHING);
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int longest = 1 + random.nextInt(12);
      ServerSentEventParser stream = new ServerSentEventParser();
      List<String> events = new ArrayList<>();
      for (int from = 0; from < all.length; ) {
        int to = Math.min(all.length, from + random.nextInt(longest + 1));
        events.addAll(stream.feed(Arrays.copyOfRange(all, from, to)));
        from = to;
      }
      assertThat(events).as("seed %d", seed).isEqualTo(SAID);
    }
  }

  @Test
  void emitsAnEventAtItsClosingLine() {
    ServerSentEventParser stream = new ServerSentEventParser();

    assertThat(stream.feed(bytes("data: a\r"))).isEmpty();
    assertThat(stream.feed(bytes("\n"))).as("the rest of the line end").isEmpty();
    assertThat(stream.feed(bytes("\r"))).containsExactly("a");
    assertThat(stream.feed(bytes("\ndata: b\n\n"))).containsExactly("b");
  }

  @Test
  void replacesInvalidUtf8() {
    byte[] bytes = {'d', 'a', 't', 'a', ':', 'x', (byte) 0xff, 'y', '\n', '\n'};

    assertThat(new ServerSentEventParser().feed(bytes)).containsExactly("x\uFFFDy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: ", ": ", "", "event:"})
  void rejectsAnEndlessLine(String start) {
    ServerSentEventParser stream = new ServerSentEventParser();
    byte[] piece = bytes("x".repeat(64 * 1024));
    stream.feed(bytes(start));
    for (int i = 0; i < 15; i++) {
      stream.feed(piece);
    }

    assertThatThrownBy(() -> stream.feed(bytes("x".repeat(64 * 1024 + 1))))
        .isInstanceOfSatisfying(
            Failure.TooLarge.class,
            failure -> assertThat(failure.bound()).isEqualTo(ServerSentEventParser.MAX_EVENT));
  }

  @Test
  void rejectsAnEventOfTooManyLines() {
    ServerSentEventParser stream = new ServerSentEventParser();
    byte[] line = bytes("data: " + "x".repeat(1_000) + "\n");
    for (int i = 0; i < 1_000; i++) {
      stream.feed(line);
    }

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                stream.feed(line);
              }
            })
        .isInstanceOf(Failure.TooLarge.class);
  }

  @Test
  void doesNotBoundAllEventsTogether() {
    ServerSentEventParser stream = new ServerSentEventParser();
    byte[] event = bytes("data: " + "x".repeat(500_000) + "\n\n: " + "y".repeat(500_000) + "\n");
    for (int i = 0; i < 20; i++) {
      assertThat(stream.feed(event)).hasSize(1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
