package io.jettymcp.protocol;

import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A service that offers every tool. What hosts ask for first is known when the program is built, so
 * that they do not wait for the tools to be loaded: the greeting, and the list of tools.
 */
public final class PreparedService implements Service {
  /** What {@code jetty-mcp tools --json} prints for all tools. */
  private static final String MANIFEST = "/tools-manifest.json";

  private final String version;
  private final String instructions;
  private final Supplier<? extends Service> full;

  /**
   * @param full the service with every tool, which may take its time
   */
  public PreparedService(String version, String instructions, Supplier<? extends Service> full) {
    this.version = version;
    this.instructions = instructions;
    this.full = full;
  }

  /** Reads ahead of time what {@link #prepared} gives. */
  public static void load() {
    Objects.requireNonNull(Tools.LISTED);
  }

  @Override
  public Greeting initialize(String revision) {
    return Greeting.of(revision, Greeting.Claims.ALL, version, instructions);
  }

  @Override
  public Optional<String> prepared(String method) {
    return method.equals(McpSchema.METHOD_TOOLS_LIST)
        ? Optional.of(Tools.LISTED)
        : Optional.empty();
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    return full.get().handlers();
  }

  /** Read when it is asked for. */
  private static final class Tools {
    static final String LISTED = listed();

    private static String listed() {
      String manifest = JsonText.compact(manifest());
      return "{" + manifest.substring(manifest.indexOf("\"tools\":["));
    }

    private static String manifest() {
      try (InputStream in = PreparedService.class.getResourceAsStream(MANIFEST)) {
        if (in == null) {
          throw new IllegalStateException(MANIFEST + " is missing from the program");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
