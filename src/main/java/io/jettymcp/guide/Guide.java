package io.jettymcp.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts for agents; they live in {@code src/main/resources/guide}. A line that begins with <code>
 * {here} </code> is for a server that runs on the user's own machine, so that files and variables
 * of it can be named; one that begins with <code>{elsewhere} </code> is for any other server.
 */
public final class Guide {
  private static final String HERE = "{here} ";
  private static final String ELSEWHERE = "{elsewhere} ";

  /** A server for many asks for every text whenever somebody comes. */
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private Guide() {}

  /**
   * What every session begins with, below the 2,000 characters that hosts show.
   *
   * @param here whether the server runs on the user's own machine
   */
  public static String instructions(boolean here) {
    return text("/guide/instructions.md", here);
  }

  static String text(String resource, boolean here) {
    String name = here + resource;
    String read = READ.get(name);
    if (read == null) {
      read = fit(text(resource), here);
      READ.put(name, read);
    }
    return read;
  }

  /** Plain loops: a host waits for the instructions. */
  private static String fit(String text, boolean here) {
    StringBuilder fitting = new StringBuilder(text.length());
    for (String line : text.stripTrailing().split("\n", -1)) {
      if (!line.startsWith(here ? ELSEWHERE : HERE)) {
        fitting.append(line.startsWith(here ? HERE : ELSEWHERE) ? afterMark(line) : line);
        fitting.append('\n');
      }
    }
    return fitting.toString();
  }

  private static String afterMark(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  private static String text(String resource) {
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
