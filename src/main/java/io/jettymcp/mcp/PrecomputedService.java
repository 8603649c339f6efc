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
 * Answers {@code initialize} and {@code tools/list} from results computed at build time, so that
 * hosts do not wait for the tools to be loaded. Delegates everything else to the full service.
 */
public final class PrecomputedService implements McpService {
  /** The output of {@code jetty-mcp tools --json} for all tools. */
  private static final String MANIFEST = "/tools-manifest.json";

  private final String version;
  private final String instructions;
  private final Supplier<? extends McpService> full;

  /**
   * @param full the service with every tool; may take time to load
   */
  public PrecomputedService(
      String version, String instructions, Supplier<? extends McpService> full) {
    this.version = version;
    this.instructions = instructions;
    this.full = full;
  }

  /** Loads ahead of time what {@link #prepared} returns. */
  public static void load() {
    Objects.requireNonNull(Tools.LISTED);
  }

  @Override
  public InitializeResponse initialize(String revision) {
    return InitializeResponse.of(
        revision, InitializeResponse.Capabilities.ALL, version, instructions);
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

  /** Loaded on first use. */
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
