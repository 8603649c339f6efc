package io.jettymcp.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Reads the version of this program, which the build writes. */
public final class Version {
  /** The system property that the launcher sets if it could not build newer sources. */
  private static final String OUTDATED_PROPERTY = "jetty-mcp.outdated";

  private Version() {}

  /** Returns for example {@code 1.4.0}. */
  public static String current() {
    return Holder.VERSION;
  }

  /**
   * Returns the version with what tells one build from another, for example {@code 1.4.0 (a1b2c3d)}
   * or {@code 1.4.0 (a1b2c3d-dirty, older than its sources)}.
   */
  public static String ofBuild() {
    String build = Holder.COMMIT;
    if (isOutdated()) {
      build += (build.isEmpty() ? "" : ", ") + "older than its sources";
    }
    return current() + (build.isEmpty() ? "" : " (" + build + ")");
  }

  /** Returns whether the sources of the checkout that the program is in are newer. */
  public static boolean isOutdated() {
    return Boolean.getBoolean(OUTDATED_PROPERTY);
  }

  private static final class Holder {
    private static final Properties PROPERTIES = read();
    static final String VERSION = property("version");
    static final String COMMIT = property("commit");

    private static String property(String name) {
      return Objects.requireNonNull(PROPERTIES.getProperty(name));
    }
  }

  private static Properties read() {
    try (InputStream in =
        Objects.requireNonNull(Version.class.getResourceAsStream("/version.properties"))) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
