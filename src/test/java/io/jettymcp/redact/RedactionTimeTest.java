package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.jettymcp.secret.Secret;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redacts a million characters that would take minutes in quadratic time. */
class RedactionTimeTest {
  private static final int SIZE = 1_000_000;

  private static final Duration LONGEST = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "aab",
        "sk-",
        "sk-a-",
        "eyJ",
        "eyJ-",
        "eyJaaaaaaaa.",
        "eyJaaaaaaaaa.aaaaaaaaaaaa",
        "-",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "-----END ",
        "token=",
        "token:",
        "token: ",
        "token='",
        "token=\"",
        "token=\\\"",
        "token:\\\\\\\"",
        "token:a(",
        "token=a(\n",
        "token='token=\"token=`",
        "password: pending ",
        "authorization=bearer+a-",
        "authorization: basic a-:",
        "Bearer ",
        "Bearer a",
        "cookie:",
        "cookie: ",
        "cookie:a=b ",
        "://",
        "a://b:",
        "a://@",
        "http://a:b@",
        "=",
        ":",
        "\\",
        "\\\"",
        "\\u0041",
        "\\\\u005c",
        "%",
        "%2",
        "%25",
        "%255C",
        "%C3%A9",
        "mlc_",
        "xoxb-1-",
        "known-val",
        "known-value-1",
        "a2tub3",
        "a\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
        "{{",
        "[redacted]",
        "AKIA",
        "😀",
        "\"password\":\"",
        "&key="
      })
  void timeIsLinear(String piece) {
    KnownSecrets known = new KnownSecrets();
    known.learn(
        "test",
        List.of(
            Secret.of("known-value-1"),
            Secret.of("known-value-22"),
            Secret.of("a".repeat(5_000) + "b"),
            Secret.of("aab".repeat(3_000) + "x")));
    Redactor redactor = new Redactor(known);
    String text = piece.repeat(SIZE / piece.length());
    String redacted = assertTimeoutPreemptively(LONGEST, () -> redactor.redact(text + " end"));
    assertThat(redacted.length()).isPositive();
    String cleaned = assertTimeoutPreemptively(LONGEST, () -> Cleaner.clean(text));
    assertThat(cleaned).isSameAs(text);
  }

  @Test
  void ordinaryTextIsRedactedWithoutAllocation() {
    KnownSecrets known = new KnownSecrets();
    known.learn(Secret.of("known-value-1"));
    Sanitizer outgoing = new Sanitizer(new Redactor(known));
    String text =
        "Run 1a2b3c4d of acme/x: completed after 12 s, total_tokens=345 😀\n".repeat(20_000);
    assertThat(outgoing.text(text)).isSameAs(text);
    String prose = "The keyboard of a kind author knows no boundaries. ".repeat(20_000);
    outgoing.text(prose);
    long before = allocated();
    outgoing.text(prose);
    assertThat(allocated() - before).isLessThan(10_000);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
