package io.jettymcp.bench;

import io.jettymcp.redact.Cleaner;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.redact.Redactor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the redactor and the cleaner on text without findings, which is nearly all text. */
@State(Scope.Benchmark)
public class CleanText {
  private static final String[] KINDS = {"letters", "prose", "json"};

  @Param({"prose", "json", "letters"})
  String kind = "";

  private String text = "";
  private Redactor redactor = new Redactor(Samples.secrets());
  private Sanitizer outgoing = new Sanitizer(redactor);

  /**
   * Processes all kinds of texts first in each fork, as the program does. Otherwise the strings with characters above Latin-1
   * that a fork happens to see decide how its {@code charAt} is compiled: a few of them make a loop seven times slower.
   */
  @Setup
  public void make() {
    for (String any : KINDS) {
      text = Samples.text(any);
      loop();
      if (!outgoing.text(text).equals(text)) {
        throw new IllegalStateException("not clean: " + any);
      }
    }
    text = Samples.text(kind);
  }

  /** Reads each character once. The sum keeps the compiler from removing the loop. */
  @Benchmark
  public int loop() {
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      sum += text.charAt(i);
    }
    return sum;
  }

  @Benchmark
  public String cleaner() {
    return Cleaner.clean(text);
  }

  @Benchmark
  public String redactor() {
    return redactor.redact(text);
  }
}
