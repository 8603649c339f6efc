package io.jettymcp.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;

/** One entry of the log as bytes, after a redactor has seen the whole of it. */
final class RedactingEncoder extends EncoderBase<LogEntry> {
  private final UnaryOperator<String> redactor;

  RedactingEncoder(UnaryOperator<String> redactor) {
    this.redactor = redactor;
  }

  /** An appender that writes what this encoder gives to stderr, from now on. */
  static Appender<LogEntry> toStderr(UnaryOperator<String> redactor) {
    Context context = new ContextBase();
    RedactingEncoder encoder = new RedactingEncoder(redactor);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<LogEntry> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(LogEntry entry) {
    return (redacted(written(entry)) + System.lineSeparator()).getBytes(UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  private String redacted(String entry) {
    try {
      return redactor.apply(entry);
    } catch (RuntimeException defect) {
      return "(an entry was withheld: the redactor failed with "
          + defect.getClass().getSimpleName()
          + ")";
    }
  }

  private static String written(LogEntry entry) {
    StringBuilder text =
        new StringBuilder()
            .append(entry.time())
            .append(' ')
            .append(entry.level())
            .append(' ')
            .append(entry.logger())
            .append(' ')
            .append(entry.message());
    Throwable thrown = entry.thrown();
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      text.append(System.lineSeparator()).append(trace.toString().stripTrailing());
    }
    return text.toString();
  }
}
