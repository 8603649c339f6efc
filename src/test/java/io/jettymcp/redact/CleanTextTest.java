package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jettymcp.secret.Secret;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests text that resembles unsafe text but is clean. */
class CleanTextTest {
  private static final int TIMES = 1_000;

  private final Sanitizer outgoing;

  CleanTextTest() {
    KnownSecrets known = new KnownSecrets();
    known.learn("test", List.of(Secret.of("known-value-1"), Secret.of("wörter€日本x")));
    outgoing = new Sanitizer(new Redactor(known));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The agent wrote the summary of each page, which took 3.5 minutes.\n",
        "Übergrößen wären naïve – “żółć”, Привет мир! 日本語の文章 한국어 שלום 😀\n",
        "{\"id\":\"1a2b\",\"status\":\"done\",\"url\":\"https://example.com/a?b=c\",\"at\":12.5}\n",
        "skip mlc_ and sk-learn, eyJ, hf_ and r8_, Bearer of news, be --- known-value\n"
      })
  void cleanTextIsReturnedWithoutAllocation(String line) {
    String text = line.repeat(20);
    assertThat(outgoing.text(text)).isSameAs(text);
    long before = allocated();
    for (int i = 0; i < TIMES; i++) {
      outgoing.text(text);
    }
    // Allows for allocations of the JIT compiler; one object per string would exceed this.
    assertThat(allocated() - before).isLessThan(8 * TIMES);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
