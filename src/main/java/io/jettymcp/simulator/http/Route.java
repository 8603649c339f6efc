package io.jettymcp.simulator.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of one path. {@code {name}} matches one segment and {@code {name:path}}, which can
 * only be the last, the rest of the path; a trailing slash is part of the path.
 */
public record Route(
    String method, List<String> pattern, RouteAccess access, boolean readsJson, Handler handler) {

  private static final String REST = ":path}";

  /** Handles the calls of a route. */
  public interface Handler {
    Response handle(ApiCall call);
  }

  public Route {
    pattern = List.copyOf(pattern);
  }

  public static Route get(String path, RouteAccess access, Handler handler) {
    return new Route("GET", segments(path), access, false, handler);
  }

  public static Route delete(String path, RouteAccess access, Handler handler) {
    return new Route("DELETE", segments(path), access, false, handler);
  }

  /** A POST that reads no body, or a form. */
  public static Route post(String path, RouteAccess access, Handler handler) {
    return new Route("POST", segments(path), access, false, handler);
  }

  /** A route that reads a JSON body. */
  public static Route json(String method, String path, RouteAccess access, Handler handler) {
    return new Route(method, segments(path), access, true, handler);
  }

  /** Returns the named parts of the path, or empty if the path does not match. */
  Optional<Map<String, String>> match(String path) {
    List<String> segments = mergeRest(segments(path));
    if (segments.size() != pattern.size()) {
      return Optional.empty();
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String expected = pattern.get(i);
      String actual = segments.get(i);
      if (expected.startsWith("{") && (isRest(expected) || !actual.isEmpty())) {
        params.put(name(expected), actual);
      } else if (!expected.equals(actual)) {
        return Optional.empty();
      }
    }
    return Optional.of(params);
  }

  /** Joins the segments that {@code {name:path}} matches into one. */
  private List<String> mergeRest(List<String> segments) {
    int last = pattern.size() - 1;
    if (!isRest(pattern.get(last)) || segments.size() <= last) {
      return segments;
    }
    List<String> merged = new ArrayList<>(segments.subList(0, last));
    merged.add(String.join("/", segments.subList(last, segments.size())));
    return merged;
  }

  private static boolean isRest(String segment) {
    return segment.endsWith(REST);
  }

  private static String name(String segment) {
    return segment.substring(1, segment.length() - (isRest(segment) ? REST.length() : 1));
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
