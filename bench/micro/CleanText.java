package io.jettymcp.bench;

import io.jettymcp.shape.Cleaner;
import io.jettymcp.shape.Outgoing;
import io.jettymcp.shape.Redactor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Text in which nothing is found, as nearly all is. */
@State(Scope.Benchmark)
public class CleanText {
  @Param({"prose", "json", "letters"})
  String kind = "";

  private String text = "";
  private Redactor redactor = new Redactor(Samples.secrets());
  private Outgoing outgoing = new Outgoing(redactor);

  @Setup
  public void make() {
    text = Samples.text(kind);
    if (!outgoing.text(text).equals(text)) {
      throw new IllegalStateException("not clean: " + kind);
    }
  }

  /** What any look at each character costs. The sum keeps the compiler from leaving it out. */
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
