package io.jettymcp.tool;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Addresses: for people, where only three forms exist, and for hosts. */
public final class Links {
  private static final String SITE = "https://jetty.io";

  /** More links than these are no help to anybody. */
  private static final int MAX_FILES = 20;

  private Links() {}

  /** A page for people. */
  public static String to(String... names) {
    StringBuilder url = new StringBuilder(SITE);
    for (String name : names) {
      url.append('/').append(PathSegment.escape(name));
    }
    return url.toString();
  }

  /** Links to the first of a run's files, in the form in which a host can open them. */
  public static List<Attachment.Link> toFiles(ArrayNode files) {
    return files.values().stream().flatMap(file -> toFile(file).stream()).limit(MAX_FILES).toList();
  }

  private static Optional<Attachment.Link> toFile(JsonNode file) {
    return Json.text(file, "path")
        .flatMap(StoragePath::find)
        .map(
            path ->
                new Attachment.Link(
                    path.uri(),
                    path.name(),
                    Json.text(file, "content_type").orElse(""),
                    OptionalLong.empty()));
  }
}
