package io.jettymcp.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of one path. {@code {name}} stands for one segment and {@code {name:path}}, which can
 * only be the last, for the rest of the path; a slash at the end is part of the path.
 */
record Route(
    String method, List<String> pattern, RouteAccess access, boolean readsJson, Handler handler) {

  private static final String REST = ":path}";

  /** What a route does with a call. */
  interface Handler {
    Response answer(ApiCall call);
  }

  Route {
    pattern = List.copyOf(pattern);
  }

  static Route get(String path, RouteAccess access, Handler handler) {
    return new Route("GET", segments(path), access, false, handler);
  }

  static Route delete(String path, RouteAccess access, Handler handler) {
    return new Route("DELETE", segments(path), access, false, handler);
  }

  /** A POST that reads no body, or a form. */
  static Route post(String path, RouteAccess access, Handler handler) {
    return new Route("POST", segments(path), access, false, handler);
  }

  /** A route that reads a JSON body. */
  static Route json(String method, String path, RouteAccess access, Handler handler) {
    return new Route(method, segments(path), access, true, handler);
  }

  /** The named parts of the path, or empty if the path is another. */
  Optional<Map<String, String>> match(String path) {
    List<String> segments = joined(segments(path));
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

  /** The segments, what the rest stands for made one. */
  private List<String> joined(List<String> segments) {
    int last = pattern.size() - 1;
    if (!isRest(pattern.get(last)) || segments.size() <= last) {
      return segments;
    }
    List<String> joined = new ArrayList<>(segments.subList(0, last));
    joined.add(String.join("/", segments.subList(last, segments.size())));
    return joined;
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
