package io.jettymcp.cli.terminal;

import io.jettymcp.tool.Timeline;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Draws the progress again and again in the same place, with what is known at that moment. For
 * terminals that are {@link Terminal#live}.
 */
public final class LiveDisplay implements ProgressDisplay {
  private static final Duration FRAME = Duration.ofMillis(200);

  /** One second: to ask for the size starts a process. */
  private static final int FRAMES_OF_A_SIZE = 5;

  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String CLEAR_BELOW = "\r\u001b[J";

  private final LivePicture picture;
  private final PrintWriter err;
  private final Supplier<Optional<TerminalSize>> asked;
  private final ScheduledExecutorService frames =
      Executors.newSingleThreadScheduledExecutor(LiveDisplay::thread);
  private TerminalSize size;
  private String message = "working";
  private Supplier<Optional<Timeline>> timeline = Optional::empty;
  private List<Line> drawn = List.of();
  private long frame;
  private boolean hidden;

  /**
   * @param asked returns the size of the terminal, which can change at any time
   */
  LiveDisplay(LivePicture picture, PrintWriter err, Supplier<Optional<TerminalSize>> asked) {
    this.picture = picture;
    this.err = err;
    this.size = picture.size();
    this.asked = asked;
  }

  /**
   * Returns a display that draws by a thread of its own until it is closed.
   *
   * @param hint what Ctrl-C does
   */
  public static LiveDisplay started(Terminal terminal, Clock clock, PrintWriter err, String hint) {
    LiveDisplay display =
        new LiveDisplay(new LivePicture(terminal, clock, hint), err, TerminalSize::ask);
    Future<?> unused =
        display.frames.scheduleAtFixedRate(
            display::redraw, FRAME.toMillis(), FRAME.toMillis(), TimeUnit.MILLISECONDS);
    return display;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void show(String newest) {
    message = newest;
    hidden = false;
  }

  @Override
  public synchronized void draw(Supplier<Optional<Timeline>> offered) {
    timeline = offered;
  }

  /** Draws the next frame over the one before. */
  synchronized void redraw() {
    if (hidden) {
      return;
    }
    if (frame % FRAMES_OF_A_SIZE == 0) {
      askForSize();
    }
    List<Line> lines = picture.draw(message, timeline.get(), size, frame);
    StringBuilder text = new StringBuilder(back());
    for (Line line : lines) {
      text.append(CLEAR_LINE).append(line.text(picture.color())).append('\n');
    }
    err.print(text.append(CLEAR_BELOW));
    err.flush();
    drawn = lines;
    frame++;
  }

  private void askForSize() {
    size = asked.get().orElse(size);
  }

  /** Returns to the first line; a terminal that became narrower has broken lines in two. */
  private String back() {
    int rows =
        drawn.stream()
            .mapToInt(line -> Math.max(1, (line.width() + size.columns() - 1) / size.columns()))
            .sum();
    return rows == 0 ? "" : "\r\u001b[" + rows + "A";
  }

  @Override
  public synchronized void hide() {
    hidden = true;
    if (!drawn.isEmpty()) {
      askForSize();
      err.print(back() + CLEAR_BELOW);
      err.flush();
      drawn = List.of();
    }
  }

  @Override
  public void close() {
    frames.shutdownNow();
    hide();
  }
}
