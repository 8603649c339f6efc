package io.jettymcp.tool;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.StoragePath;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes addresses: for people, where only three forms exist, and for hosts. */
public final class Links {
  private static final String SITE = "https://jetty.io";

  private Links() {}

  /** A page for people. */
  public static String to(String... names) {
    StringBuilder url = new StringBuilder(SITE);
    for (String name : names) {
      if (PathSegment.problem(name).isPresent()) {
        // The page above it: a name such as ".." would lead elsewhere.
        return url.toString();
      }
      url.append('/').append(PathSegment.escape(name));
    }
    return url.toString();
  }

  /** Links to a stored file in the form in which a host can open it, where its path is one. */
  public static Optional<Attachment.Link> toFile(String path, String contentType) {
    return StoragePath.find(path)
        .map(
            stored ->
                new Attachment.Link(
                    stored.uri(), stored.name(), contentType, OptionalLong.empty()));
  }
}
