package io.jettymcp.jetty;

import io.jettymcp.json.FieldMask;
import io.jettymcp.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Describes a request to Jetty. Nothing is sent until it is passed to an {@link Exchange}.
 *
 * @param path absolute path with its segments escaped, for example {@code /api/v1/tasks/acme/}
 * @param query query parameters in the order they are sent, unescaped
 * @param handling how the response is read
 * @param startsRun whether the request starts a run, so that an edge time-out means "still running"
 */
public record Request(
    Method method,
    String path,
    Map<String, String> query,
    Body body,
    ResponseHandling handling,
    boolean startsRun) {

  /** Of these only {@link #GET} may be repeated once it was sent. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  public sealed interface Body {}

  /** No body at all. */
  public record NoBody() implements Body {}

  /** A JSON document, which may hold secrets. */
  public record Json(JsonNode value) implements Body {
    @Override
    public String toString() {
      return "Json";
    }
  }

  /** A form of {@code multipart/form-data}. */
  public record Multipart(List<Part> parts) implements Body {
    public Multipart {
      parts = List.copyOf(parts);
    }
  }

  /** One part of a form. */
  public sealed interface Part {
    String name();
  }

  /** A text field. */
  public record Field(String name, Secret text) implements Part {}

  /** A file, streamed from disk. */
  public record FilePart(String name, LocalFile file) implements Part {}

  /** A file that is in memory. */
  public record TextPart(String name, String fileName, String content) implements Part {
    /** Returns the name only, as a file may hold secrets. */
    @Override
    public String toString() {
      return "TextPart " + name;
    }
  }

  public Request {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
  }

  /**
   * Creates a GET of a path template such as {@code /api/v1/tasks/{}/{}}.
   *
   * @throws Failure.BadArguments if a segment is not one path segment
   */
  public static Request get(String template, String... segments) {
    return of(Method.GET, template, segments);
  }

  public static Request post(String template, String... segments) {
    return of(Method.POST, template, segments);
  }

  public static Request put(String template, String... segments) {
    return of(Method.PUT, template, segments);
  }

  public static Request patch(String template, String... segments) {
    return of(Method.PATCH, template, segments);
  }

  public static Request delete(String template, String... segments) {
    return of(Method.DELETE, template, segments);
  }

  private static Request of(Method method, String template, String... segments) {
    return new Request(
        method,
        PathSegment.fill(template, segments),
        Map.of(),
        new NoBody(),
        new ResponseHandling.Document(FieldMask.ALL),
        false);
  }

  public Request query(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value.toString());
    return new Request(method, path, more, body, handling, startsRun);
  }

  public Request query(String name, Optional<?> value) {
    return value.isPresent() ? query(name, value.get()) : this;
  }

  public Request json(JsonNode value) {
    return new Request(method, path, query, new Json(value), handling, startsRun);
  }

  public Request form(List<Part> parts) {
    return new Request(
        method, path, query, new Multipart(new ArrayList<>(parts)), handling, startsRun);
  }

  /** Reads only these fields of the response. */
  public Request fields(FieldMask mask) {
    return handling(new ResponseHandling.Document(mask));
  }

  public Request handling(ResponseHandling handling) {
    return new Request(method, path, query, body, handling, startsRun);
  }

  public Request startingRun() {
    return new Request(method, path, query, body, handling, true);
  }

  /** Returns whether sending it twice is harmless. */
  public boolean repeatable() {
    return method == Method.GET;
  }

  /** Returns path and query as on the request line. */
  public String target() {
    if (query.isEmpty()) {
      return path;
    }
    return path
        + query.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns method and path only, as queries and bodies may hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
