package io.jettymcp.mcp;

import io.jettymcp.json.JsonWriter;
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
public final class PrecomputedService implements McpService {
  /** What {@code jetty-mcp tools --json} prints for all tools. */
  private static final String MANIFEST = "/tools-manifest.json";

  private final String version;
  private final String instructions;
  private final Supplier<? extends McpService> full;

  /**
   * @param full the service with every tool, which may take its time
   */
  public PrecomputedService(
      String version, String instructions, Supplier<? extends McpService> full) {
    this.version = version;
    this.instructions = instructions;
    this.full = full;
  }

  /** Reads ahead of time what {@link #prepared} gives. */
  public static void load() {
    Objects.requireNonNull(Tools.LISTED);
  }

  @Override
  public InitializeResponse initialize(String revision) {
    return InitializeResponse.of(revision, InitializeResponse.Claims.ALL, version, instructions);
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
      String manifest = JsonWriter.compact(manifest());
      return "{" + manifest.substring(manifest.indexOf("\"tools\":["));
    }

    private static String manifest() {
      try (InputStream in = PrecomputedService.class.getResourceAsStream(MANIFEST)) {
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
