package io.jettymcp.jetty;

import io.jettymcp.jetty.Failure.BadArguments;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a file lies in Jetty's storage, such as {@code acme/echo/0000/1a2b.draft.0000.out.md}. The
 * first part is the collection that the file belongs to.
 */
public record StoragePath(List<String> parts) {
  /** As long as the keys of an object storage may be. */
  private static final int MAX_CHARACTERS = 1_024;

  public StoragePath {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a path that an argument gives.
   *
   * @throws BadArguments if it is none, or could mean another one on its way
   */
  public static StoragePath parse(String argument, String text) {
    problem(text)
        .ifPresent(
            why -> {
              throw new BadArguments(
                  argument,
                  "\""
                      + argument
                      + "\" "
                      + why
                      + ": it is a path as results show it, such as"
                      + " collection/task/0000/report.md.");
            });
    return new StoragePath(split(text));
  }

  /** A path that Jetty gives, if it is one. */
  public static Optional<StoragePath> find(String text) {
    return problem(text).isPresent() ? Optional.empty() : Optional.of(new StoragePath(split(text)));
  }

  public String collection() {
    return parts.get(0);
  }

  /** The last part. */
  public String name() {
    return parts.get(parts.size() - 1);
  }

  /**
   * The same, if it belongs to a collection.
   *
   * @throws BadArguments if it does not: the call is about that collection alone
   */
  public StoragePath in(String collection, String argument) {
    if (collection().equals(collection)) {
      return this;
    }
    throw new BadArguments(
        argument,
        "\""
            + argument
            + "\" is in the collection "
            + collection()
            + ", but this call is about "
            + collection
            + " alone: a path begins with its collection.");
  }

  public Request request() {
    return Request.get("/api/v1/file" + "/{}".repeat(parts.size()), parts.toArray(String[]::new));
  }

  /** The address under which a host can open it. */
  public String uri() {
    return parts.stream()
        .map(PathSegment::escape)
        .collect(Collectors.joining("/", "jetty+file://", ""));
  }

  @Override
  public String toString() {
    return String.join("/", parts);
  }

  private static List<String> split(String text) {
    return List.of(text.split("/", -1));
  }

  private static Optional<String> problem(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.of("must have at most " + MAX_CHARACTERS + " characters");
    }
    if (text.startsWith("/")) {
      return Optional.of("must not begin with a slash");
    }
    return split(text).stream()
        .flatMap(part -> PathSegment.problem(part).stream())
        .findFirst()
        .map(why -> "has a bad part, which " + why);
  }
}
