package io.jettymcp.mcp.call;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Restricts the enabled tools for one caller, by headers of its requests. No value adds anything.
 *
 * @param readOnly only tools that read
 * @param toolsets only these toolsets; empty for all
 * @param collection the only collection of its calls
 */
public record CallerRestrictions(
    boolean readOnly, Set<String> toolsets, Optional<String> collection) {
  static final String READ_ONLY = "X-Jetty-Read-Only";
  static final String TOOLSETS = "X-Jetty-Toolsets";
  static final String COLLECTION = "X-Jetty-Collection";

  private static final List<String> ALL = List.of(READ_ONLY, TOOLSETS, COLLECTION);

  /** No restrictions. */
  public static final CallerRestrictions NONE =
      new CallerRestrictions(false, Set.of(), Optional.empty());

  /** A header has an invalid name or value. The message is a full sentence that names it. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message, null, false, false);
    }

    public String sentence() {
      return String.valueOf(getMessage());
    }
  }

  public CallerRestrictions {
    toolsets = Set.copyOf(toolsets);
  }

  /**
   * Reads the headers.
   *
   * @param headers values by lower-case name, of all headers with the prefix {@code x-jetty-}
   * @throws Invalid if a value is invalid or a header unknown: a misspelled restriction must not be
   *     ignored
   */
  public static CallerRestrictions of(Map<String, String> headers) throws Invalid {
    for (String name : headers.keySet()) {
      if (ALL.stream().noneMatch(name::equalsIgnoreCase)) {
        throw new Invalid(
            "Unknown header " + name + ". Supported: " + String.join(", ", ALL) + ".");
      }
    }
    Optional<String> readOnly = value(headers, READ_ONLY);
    Optional<String> toolsets = value(headers, TOOLSETS);
    Optional<String> collection = value(headers, COLLECTION);
    return new CallerRestrictions(
        readOnly.isPresent() && isOn(readOnly.get()),
        toolsets.isPresent() ? toolsetNames(toolsets.get()) : Set.of(),
        collection.isPresent() ? Optional.of(name(collection.get())) : Optional.empty());
  }

  private static Optional<String> value(Map<String, String> headers, String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(String::strip);
  }

  private static boolean isOn(String value) throws Invalid {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new Invalid(READ_ONLY + " must be true or false.");
    };
  }

  /** Rejects an empty list, which would disable every tool. */
  private static Set<String> toolsetNames(String value) throws Invalid {
    List<String> named =
        Arrays.stream(value.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
    List<String> known = Arrays.stream(Toolset.values()).map(Toolset::label).toList();
    List<String> unknown = new ArrayList<>(named);
    unknown.removeAll(known);
    if (named.isEmpty() || !unknown.isEmpty()) {
      throw new Invalid(
          TOOLSETS
              + (named.isEmpty() ? " names no toolset." : " names an unknown toolset.")
              + " Supported: "
              + String.join(", ", known)
              + ".");
    }
    return named.stream().collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(String value) throws Invalid {
    Optional<String> problem = PathSegment.problem(value);
    if (problem.isPresent()) {
      throw new Invalid(COLLECTION + " must be the name of a collection.");
    }
    return value;
  }

  /** Returns whether the restrictions allow a tool. */
  boolean allow(Tool tool) {
    return (!readOnly || tool.effect() == Effect.READ)
        && (toolsets.isEmpty() || toolsets.contains(tool.toolset().label()));
  }
}
