package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Timeline.Span;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
  private final FakeClock clock = new FakeClock("2026-11-30T08:00:00Z");
  private final Instant start = clock.instant();
  private final StringWriter err = new StringWriter();
  private TerminalSize size = new TerminalSize(60, 24);
  private final LiveDisplay display =
      new LiveDisplay(
          new LivePicture(Sample.terminal(60), clock, "Ctrl-C stops waiting, not the run"),
          new PrintWriter(err),
          () -> Optional.of(size));

  /** Returns what the next frame adds. */
  private String frame() {
    err.getBuffer().setLength(0);
    display.redraw();
    return err.toString();
  }

  /** Returns the next frame without what moves the cursor. */
  private String picture() {
    return frame().replaceAll("\u001b\\[[0-9]*[A-Za-z]|\r", "");
  }

  private Timeline timeline(Span... spans) {
    return new Timeline(
        "echo 1a2b3c4d", Optional.of("https://jetty.io/acme"), start, List.of(spans));
  }

  private Optional<Instant> at(double seconds) {
    return Optional.of(start.plusMillis(Math.round(seconds * 1000)));
  }

  @Test
  void messageIsShownWithTheTimeThatPassed() {
    display.show("starting the run");
    clock.advance(Duration.ofSeconds(16));
    assertThat(picture()).isEqualTo("⠋ starting the run  0:16\n");
    assertThat(picture()).isEqualTo("⠙ starting the run  0:16\n");
  }

  @Test
  void runsAreDrawnOnOneAxis() {
    display.draw(
        () ->
            Optional.of(
                timeline(
                    new Span("fan_out", "completed", at(0.5), at(14.5)),
                    new Span("collect", "running", at(14.5), Optional.empty()),
                    new Span("publish", "pending", Optional.empty(), Optional.empty()))));
    clock.advance(Duration.ofSeconds(20));
    assertThat(picture())
        .isEqualTo(
            """
            ⠋ echo 1a2b3c4d  1 of 3 done  0:20
              https://jetty.io/acme
              ✓ fan_out  █████████████████████████▎              14.0 s
              ⠋ collect                            █████████▉     5.5 s
              · publish  pending
              Ctrl-C stops waiting, not the run
            """);
  }

  @Test
  void nextFrameReplacesTheOneBefore() {
    assertThat(frame()).startsWith("\u001b[2K⠋ working");
    assertThat(frame()).startsWith("\r\u001b[1A\u001b[2K⠙ working").endsWith("\r\u001b[J");
  }

  @Test
  void narrowerTerminalHasBrokenTheLinesBefore() {
    display.show("x".repeat(70));
    assertThat(frame()).contains("x…");
    size = new TerminalSize(25, 24);
    skipFrames(4);
    assertThat(frame()).startsWith("\r\u001b[3A");
    size = new TerminalSize(60, 24);
    skipFrames(4);
    assertThat(frame()).startsWith("\r\u001b[1A");
  }

  @Test
  void sizeIsAskedForOnceASecond() {
    AtomicInteger questions = new AtomicInteger();
    LiveDisplay display =
        new LiveDisplay(
            new LivePicture(Sample.terminal(60), clock, ""),
            new PrintWriter(err),
            () -> {
              questions.incrementAndGet();
              return Optional.empty();
            });
    for (int i = 0; i < 10; i++) {
      display.redraw();
    }
    assertThat(questions).hasValue(2);
  }

  @Test
  void closingRemovesThePictureFromATerminalThatBecameNarrower() {
    display.show("x".repeat(70));
    display.redraw();
    size = new TerminalSize(25, 24);
    err.getBuffer().setLength(0);
    display.close();
    assertThat(err.toString()).startsWith("\r\u001b[3A");
  }

  @Test
  void lowTerminalShowsTheFirstLineOnly() {
    size = new TerminalSize(60, 6);
    display.draw(() -> Optional.of(timeline(new Span("a", "running", at(0), Optional.empty()))));
    assertThat(picture()).isEqualTo("⠋ echo 1a2b3c4d  0 of 1 done  0:00\n");
  }

  private void skipFrames(int count) {
    for (int i = 0; i < count; i++) {
      frame();
    }
  }

  @Test
  void runsThatAreDoneGiveWayToOthersOnALowTerminal() {
    size = new TerminalSize(60, 9);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String status =
          i == 3 ? "failed" : i == 20 ? "running" : i < 20 ? "completed" : "not_started";
      spans.add(new Span("run " + i, status, at(0), at(1)));
    }
    display.draw(() -> Optional.of(timeline(spans.toArray(Span[]::new))));
    String picture = picture();
    assertThat(picture.lines()).hasSize(7);
    assertThat(picture).contains("✗ run 3 ", "⠋ run 20", "· run 21", "and 27 more");
  }

  @Test
  void closingRemovesThePicture() {
    display.draw(() -> Optional.of(timeline()));
    display.redraw();
    err.getBuffer().setLength(0);
    display.close();
    assertThat(err.toString()).isEqualTo("\r\u001b[3A\r\u001b[J");
    assertThat(frame()).isEmpty();
  }

  @Test
  void nothingIsDrawnDuringAQuestion() {
    display.redraw();
    err.getBuffer().setLength(0);
    display.hide();
    assertThat(err.toString()).isEqualTo("\r\u001b[1A\r\u001b[J");
    assertThat(frame()).isEmpty();
    display.show("going on");
    assertThat(frame()).startsWith("\u001b[2K⠙ going on");
  }

  @Test
  void startedDisplayDrawsByItself() throws InterruptedException {
    CountDownLatch drawn = new CountDownLatch(2);
    try (LiveDisplay started =
        LiveDisplay.started(Sample.terminal(60), clock, new PrintWriter(err), "")) {
      started.draw(
          () -> {
            drawn.countDown();
            return Optional.empty();
          });
      assertThat(drawn.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void noTextCanControlTheTerminal() {
    String hostile = "\u001b]0;title\u0007\r\n\u001b[2J\u009b5A日本語🚀שלום".repeat(9);
    display.show(hostile);
    display.draw(
        () ->
            Optional.of(
                new Timeline(
                    hostile,
                    Optional.of(hostile),
                    start,
                    List.of(new Span(hostile, hostile, at(-5), at(1e9))))));
    String frame = frame();
    assertThat(frame.replace("\u001b[2K", "").replace("\r\u001b[J", ""))
        .doesNotContain("\u001b", "\u009b", "\u0007", "\r");
    assertThat(frame.lines().filter(line -> !line.contains("\u001b[J") && !line.isEmpty()))
        .hasSize(4)
        .allSatisfy(
            line ->
                assertThat(DisplayWidth.of(DisplayWidth.clean(line.replace("\u001b[2K", ""))))
                    .isLessThan(60));
  }
}
