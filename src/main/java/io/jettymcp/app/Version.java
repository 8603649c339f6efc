package io.jettymcp.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Reads the version of this program, which the build writes. */
public final class Version {
  private Version() {}

  /** Returns for example {@code 1.4.0}. */
  public static String current() {
    return Holder.VERSION;
  }

  private static final class Holder {
    static final String VERSION = read();
  }

  private static String read() {
    try (InputStream in =
        Objects.requireNonNull(Version.class.getResourceAsStream("/version.properties"))) {
      Properties properties = new Properties();
      properties.load(in);
      return Objects.requireNonNull(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
