package io.jettymcp.cli.call;

import io.jettymcp.config.UsageException;
import io.jettymcp.text.TextEncoding;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads values that are typed as {@code @FILE} or {@code -} from the file or from stdin. */
final class TypedValue {
  private static final String FILE = "@";
  private static final String ESCAPED = "@@";
  private static final String STDIN = "-";

  private final Path workingDirectory;
  private final StandardInput input;
  private boolean consumed;

  TypedValue(Path workingDirectory, StandardInput input) {
    this.workingDirectory = workingDirectory;
    this.input = input;
  }

  /** Returns whether a value names where it is read from. */
  static boolean isReference(String typed) {
    return typed.equals(STDIN) || (typed.startsWith(FILE) && !typed.startsWith(ESCAPED));
  }

  /**
   * Returns the value itself. The line end at the end of a file or of stdin is not part of it.
   *
   * @param secret whether the name of the file is left out of errors, as it may be the secret
   *     itself
   * @throws UsageException if it cannot be read
   */
  String read(String typed, boolean secret) throws IOException {
    if (!isReference(typed)) {
      return typed.startsWith(ESCAPED) ? typed.substring(1) : typed;
    }
    String place =
        typed.equals(STDIN)
            ? "stdin"
            : secret ? "the file" : "the file \"" + typed.substring(1) + "\"";
    byte[] bytes = typed.equals(STDIN) ? stdin() : file(typed.substring(1), place);
    try {
      return TextEncoding.decode(bytes).replaceFirst("\\r?\\n\\z", "");
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "Cannot read "
              + place
              + ": it is not text in UTF-8, or in UTF-16 with a byte order mark.");
    }
  }

  private byte[] stdin() throws IOException {
    if (consumed) {
      throw new UsageException("Only one argument can be read from stdin (-).");
    }
    consumed = true;
    return input.all();
  }

  private byte[] file(String name, String place) throws IOException {
    try {
      return Files.readAllBytes(workingDirectory.resolve(name));
    } catch (NoSuchFileException | InvalidPathException e) {
      throw unreadable(place, "it does not exist");
    } catch (IOException e) {
      throw unreadable(place, "it is a directory or not readable");
    }
  }

  private static UsageException unreadable(String place, String why) {
    return new UsageException(
        "Cannot read "
            + place
            + ": "
            + why
            + ". A value that begins with @ itself is written with @@.");
  }
}
