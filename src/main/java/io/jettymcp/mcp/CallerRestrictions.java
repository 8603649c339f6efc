package io.jettymcp.mcp;

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
 * How one caller narrows what the settings offer, by headers of its requests. There is no value of
 * any of them that widens it.
 *
 * @param readOnly leave only tools that read
 * @param toolsets leave only these families; empty for all
 * @param collection the only collection that calls may be about
 */
public record CallerRestrictions(
    boolean readOnly, Set<String> toolsets, Optional<String> collection) {
  static final String READ_ONLY = "X-Jetty-Read-Only";
  static final String TOOLSETS = "X-Jetty-Toolsets";
  static final String COLLECTION = "X-Jetty-Collection";

  private static final List<String> ALL = List.of(READ_ONLY, TOOLSETS, COLLECTION);

  /** Everything that the settings offer. */
  public static final CallerRestrictions NONE =
      new CallerRestrictions(false, Set.of(), Optional.empty());

  /** A header cannot be heeded. The message is a full sentence that names it. */
  public static final class Impossible extends Exception {
    private static final long serialVersionUID = 1L;

    Impossible(String message) {
      super(message, null, false, false);
    }

    public String words() {
      return String.valueOf(getMessage());
    }
  }

  public CallerRestrictions {
    toolsets = Set.copyOf(toolsets);
  }

  /**
   * Reads the headers.
   *
   * @param headers values by name in lower case, of all headers that begin like the three
   * @throws Impossible if a value is none that the header can have, or a header is none of the
   *     three: who misspells one must not get more than was meant
   */
  public static CallerRestrictions of(Map<String, String> headers) throws Impossible {
    for (String name : headers.keySet()) {
      if (ALL.stream().noneMatch(name::equalsIgnoreCase)) {
        throw new Impossible(
            "There is no header " + name + ". There are: " + String.join(", ", ALL) + ".");
      }
    }
    Optional<String> readOnly = value(headers, READ_ONLY);
    Optional<String> toolsets = value(headers, TOOLSETS);
    Optional<String> collection = value(headers, COLLECTION);
    return new CallerRestrictions(
        readOnly.isPresent() && isOn(readOnly.get()),
        toolsets.isPresent() ? families(toolsets.get()) : Set.of(),
        collection.isPresent() ? Optional.of(name(collection.get())) : Optional.empty());
  }

  private static Optional<String> value(Map<String, String> headers, String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(String::strip);
  }

  private static boolean isOn(String value) throws Impossible {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new Impossible(READ_ONLY + " must be true or false.");
    };
  }

  /** An empty list would have to mean nothing at all, which nobody wants who sends it. */
  private static Set<String> families(String value) throws Impossible {
    List<String> named =
        Arrays.stream(value.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
    List<String> known = Arrays.stream(Toolset.values()).map(Toolset::label).toList();
    List<String> unknown = new ArrayList<>(named);
    unknown.removeAll(known);
    if (named.isEmpty() || !unknown.isEmpty()) {
      throw new Impossible(
          TOOLSETS
              + (named.isEmpty() ? " names no toolset." : " names a toolset that does not exist.")
              + " There are: "
              + String.join(", ", known)
              + ".");
    }
    return named.stream().collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(String value) throws Impossible {
    Optional<String> problem = PathSegment.problem(value);
    if (problem.isPresent()) {
      throw new Impossible(COLLECTION + " must be the name of a collection.");
    }
    return value;
  }

  /** Whether a tool that the settings offer is still there. */
  boolean leaves(Tool tool) {
    return (!readOnly || tool.effect() == Effect.READ)
        && (toolsets.isEmpty() || toolsets.contains(tool.toolset().label()));
  }
}
