package io.jettymcp.mcp.call;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Represents the URI of a resource as a call of a tool: the path holds the arguments that identify
 * it, the query the others, such as {@code ?offset=32000}.
 *
 * @param arguments those of the kind's tool, not checked yet
 */
public record ResourceAddress(ResourceKind kind, ObjectNode arguments) {
  private static final int MAX_LENGTH = 4_000;

  /**
   * Parses a URI; empty if it is not one of ours. Decodes each part once. The scheme has any case,
   * and a slash at the end says nothing, because hosts change both.
   */
  public static Optional<ResourceAddress> parse(String uri) {
    if (uri.length() > MAX_LENGTH || uri.indexOf('#') >= 0) {
      return Optional.empty();
    }
    int end = uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?');
    String path = uri.substring(0, uri.startsWith("/", end - 1) ? end - 1 : end);
    for (ResourceKind kind : ResourceKind.values()) {
      Optional<ObjectNode> arguments = arguments(kind, path);
      if (arguments.isPresent()) {
        return arguments
            .filter(given -> end == uri.length() || addQuery(given, uri.substring(end + 1)))
            .map(given -> new ResourceAddress(kind, given));
      }
    }
    return Optional.empty();
  }

  /** Returns the URI under which the result of a call can be read, if it has one. */
  public static Optional<String> of(String tool, ObjectNode arguments) {
    return Stream.of(ResourceKind.values())
        .filter(kind -> kind.tool().equals(tool))
        .filter(
            kind -> kind.parts().stream().allMatch(part -> Json.text(arguments, part).isPresent()))
        .findFirst()
        .map(kind -> new ResourceAddress(kind, arguments).uri());
  }

  /** Returns the authority of the URI, whose case hosts change. */
  public String authority() {
    String first = arguments.path(kind.parts().get(0)).asString("");
    return kind.isPath() ? first.substring(0, Math.max(0, first.indexOf('/'))) : first;
  }

  /** Returns the same address with another authority. */
  public ResourceAddress withAuthority(String authority) {
    String name = kind.parts().get(0);
    String rest = arguments.path(name).asString("").substring(authority().length());
    return new ResourceAddress(kind, arguments.deepCopy().put(name, authority + rest));
  }

  public String uri() {
    String path =
        kind.parts().stream()
            .map(part -> arguments.path(part).asString(""))
            .flatMap(value -> kind.isPath() ? Stream.of(value.split("/", -1)) : Stream.of(value))
            .map(PathSegment::escape)
            .collect(Collectors.joining("/"));
    String query =
        arguments.properties().stream()
            .filter(argument -> !kind.parts().contains(argument.getKey()))
            .map(a -> a.getKey() + "=" + PathSegment.escape(a.getValue().asString("")))
            .collect(Collectors.joining("&"));
    return kind.prefix() + path + (query.isEmpty() ? "" : "?" + query);
  }

  private static Optional<ObjectNode> arguments(ResourceKind kind, String path) {
    if (!path.regionMatches(true, 0, kind.prefix(), 0, kind.prefix().length())) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(kind.prefix().length()).split("/", -1)) {
      Optional<String> decoded = decoded(segment);
      // An encoded slash would split the segment.
      if (decoded.isEmpty() || (kind.isPath() && decoded.get().indexOf('/') >= 0)) {
        return Optional.empty();
      }
      segments.add(decoded.get());
    }
    List<String> values = kind.isPath() ? List.of(String.join("/", segments)) : segments;
    if (values.size() != kind.parts().size()) {
      return Optional.empty();
    }
    ObjectNode arguments = Json.object();
    for (int i = 0; i < values.size(); i++) {
      arguments.put(kind.parts().get(i), values.get(i));
    }
    return Optional.of(arguments);
  }

  /** Adds the query; returns false if it is malformed or repeats an argument of the path. */
  private static boolean addQuery(ObjectNode arguments, String query) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty() || arguments.has(name.get())) {
        return false;
      }
      arguments.put(name.get(), value.get());
    }
    return true;
  }

  /** Percent-decodes UTF-8; empty if the text is malformed. */
  private static Optional<String> decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        int end = text.offsetByCodePoints(i, 1);
        bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException ignored) {
      return Optional.empty();
    }
  }
}
