package io.jettymcp.simulator.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON files that belong to the simulator. */
public final class BundledJson {
  private BundledJson() {}

  /** Reads a file next to the class that it belongs to. */
  public static JsonNode read(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
