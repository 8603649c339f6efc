package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.function.UnaryOperator;

/** One entry of the log as bytes, after a redactor has seen the whole of it. */
final class RedactingEncoder extends EncoderBase<ILoggingEvent> {
  private final UnaryOperator<String> redactor;

  RedactingEncoder(UnaryOperator<String> redactor) {
    this.redactor = redactor;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (redacted(written(event)) + System.lineSeparator()).getBytes(UTF_8);
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

  private static String written(ILoggingEvent event) {
    StringBuilder entry =
        new StringBuilder()
            .append(event.getInstant())
            .append(' ')
            .append(event.getLevel())
            .append(' ')
            .append(event.getLoggerName())
            .append(' ')
            .append(event.getFormattedMessage());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      entry
          .append(System.lineSeparator())
          .append(ThrowableProxyUtil.asString(thrown).stripTrailing());
    }
    return entry.toString();
  }
}
