package io.jettymcp.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads texts for agents from {@code src/main/resources/guide}. A line with the prefix <code>
 * {here} </code> applies to a server on the user's own machine, whose files and variables can be
 * named; a line with <code>{elsewhere} </code> applies to any other server.
 */
public final class Guide {
  private static final String LOCAL_PREFIX = "{here} ";
  private static final String REMOTE_PREFIX = "{elsewhere} ";

  /** Cache: a shared server needs every text for each session. */
  private static final Map<String, String> CACHE = new ConcurrentHashMap<>();

  private Guide() {}

  /**
   * Returns the instructions of a session, below the 2,000 characters that hosts show.
   *
   * @param local whether the server runs on the user's own machine
   */
  public static String instructions(boolean local) {
    return text("/guide/instructions.md", local);
  }

  static String text(String resource, boolean local) {
    String name = local + resource;
    String read = CACHE.get(name);
    if (read == null) {
      read = select(text(resource), local);
      CACHE.put(name, read);
    }
    return read;
  }

  /**
   * Uses a plain loop: a host waits for the instructions, and a first stream costs milliseconds.
   */
  private static String select(String text, boolean local) {
    StringBuilder selected = new StringBuilder(text.length());
    for (String line : text.stripTrailing().split("\n", -1)) {
      if (!line.startsWith(local ? REMOTE_PREFIX : LOCAL_PREFIX)) {
        selected.append(
            line.startsWith(local ? LOCAL_PREFIX : REMOTE_PREFIX) ? withoutPrefix(line) : line);
        selected.append('\n');
      }
    }
    return selected.toString();
  }

  private static String withoutPrefix(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  static String text(String resource) {
    try (InputStream in = Guide.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
