package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @Test
  void readsSeconds() {
    assertThat(RetryAfter.parse(" 100 ", CLOCK)).contains(Duration.ofSeconds(100));
    assertThat(RetryAfter.parse("0", CLOCK)).contains(Duration.ZERO);
  }

  @Test
  void readsADate() {
    assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:04:25 GMT", CLOCK))
        .contains(Duration.ofSeconds(20));
  }

  @Test
  void readsAPastDateAsZero() {
    assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:00:00 GMT", CLOCK)).contains(Duration.ZERO);
  }

  @Test
  void boundsALongNumber() {
    assertThat(RetryAfter.parse("9".repeat(40), CLOCK)).contains(Duration.ofSeconds(999_999_999));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "soon", "-1", "1.5", "2026-01-02", "٣"})
  void ignoresAnythingElse(String header) {
    assertThat(RetryAfter.parse(header, CLOCK)).isEmpty();
  }
}
