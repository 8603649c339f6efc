package io.jettymcp.jetty;

import io.jettymcp.text.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of a server that is started without options. */
public final class DefaultSettings {
  private DefaultSettings() {}

  public static ApiSettings of(URI url) {
    return new ApiSettings(
        Origin.of(url),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(50),
        3,
        16,
        32,
        Duration.ofSeconds(50),
        64L * 1024 * 1024,
        "jetty-mcp/test",
        Optional.empty(),
        List.of());
  }
}
