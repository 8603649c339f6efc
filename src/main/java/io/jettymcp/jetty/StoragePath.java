package io.jettymcp.jetty;

import io.jettymcp.jetty.Failure.BadArguments;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names a file in Jetty's storage, such as {@code acme/echo/0000/1a2b.draft.0000.out.md}. The first
 * part is the collection of the file.
 */
public record StoragePath(List<String> parts) {
  /** The limit for keys of an object storage. */
  private static final int MAX_CHARACTERS = 1_024;

  /** Schemes of addresses that programs open; other names before a colon can be collections. */
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?:blob|data|file|ftp|https?|javascript|mailto|vbscript|wss?):",
          Pattern.CASE_INSENSITIVE);

  public StoragePath {
    parts = List.copyOf(parts);
  }

  /**
   * Parses the path in an argument.
   *
   * @throws BadArguments if it is no path, or could mean another one after decoding
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

  /** Parses a path in a response of Jetty, if it is one. */
  public static Optional<StoragePath> find(String text) {
    return problem(text).isPresent() ? Optional.empty() : Optional.of(new StoragePath(split(text)));
  }

  public String collection() {
    return parts.get(0);
  }

  /** Returns the last part. */
  public String name() {
    return parts.get(parts.size() - 1);
  }

  /**
   * Returns this path if it belongs to a collection.
   *
   * @throws BadArguments if it does not: the call is limited to that collection
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

  /** Returns the address under which a host can open the file. */
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
    if (SCHEME.matcher(text).lookingAt()) {
      return Optional.of("must not be an address");
    }
    return split(text).stream()
        .flatMap(part -> PathSegment.problem(part).stream())
        .findFirst()
        .map(why -> "has a bad part, which " + why);
  }
}
