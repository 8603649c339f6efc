package io.jettymcp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Waits while a person reads, until they press Enter: from then on nothing waits. */
final class DemoPace {
  private static final Duration PER_LINE = Duration.ofMillis(200);
  private static final Duration PER_CHARACTER = Duration.ofMillis(18);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** Waits for nothing. */
  static final DemoPace NONE = new DemoPace(InputStream.nullInputStream(), false);

  private final InputStream keys;
  private volatile boolean waits;

  private DemoPace(InputStream keys, boolean waits) {
    this.keys = keys;
    this.waits = waits;
  }

  /**
   * @param keys a terminal, which passes on what was typed when Enter is pressed
   */
  static DemoPace of(InputStream keys) {
    return new DemoPace(keys, true);
  }

  /** Waits as long as it takes to read a text of this length. */
  void read(int characters) {
    long end = System.nanoTime() + PER_LINE.plus(PER_CHARACTER.multipliedBy(characters)).toNanos();
    try {
      while (waits && System.nanoTime() < end) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        int typed = keys.available();
        waits = typed == 0;
        keys.readNBytes(typed); // so that the shell does not run it afterwards
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      waits = false;
    } catch (IOException e) {
      waits = false; // The terminal is gone.
    }
  }
}
