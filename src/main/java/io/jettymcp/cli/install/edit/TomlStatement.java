package io.jettymcp.cli.install.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds one statement of a TOML file, up to the end of its last line. The parser knows just enough
 * of the language to separate statements and to find the key that each one sets.
 *
 * @param path the dotted key, or the table that a header opens; empty for blank lines and comments
 * @param text as in the file
 */
record TomlStatement(Kind kind, List<String> path, String text) {
  enum Kind {
    TRIVIA,
    TABLE,
    TABLE_ARRAY,
    KEY
  }

  private static final Pattern BLANK_OR_COMMENT =
      Pattern.compile("[ \\t]*(#[^\\n]*|\\r)?(\\n|\\z)");
  private static final Pattern HEADER =
      Pattern.compile("[ \\t]*(\\[\\[?)(.*?)\\]\\]?[ \\t]*(#[^\\n]*)?\\r?(\\n|\\z)");
  private static final Pattern KEY = Pattern.compile("([^=\\n\\[]*?)[ \\t]*=");
  private static final Pattern KEY_PART =
      Pattern.compile("[ \\t]*([A-Za-z0-9_-]+|\"[^\"\\\\\\n]*\"|'[^'\\n]*')[ \\t]*(\\.|\\z)");

  TomlStatement {
    path = List.copyOf(path);
  }

  /** Returns the value of a key, and its place in the text. */
  TomlValue.Placed value() throws UneditableException {
    return TomlValue.read(text, text.indexOf('=') + 1);
  }

  /** Returns the statement with another value; a comment behind it remains. */
  TomlStatement withValue(Object value) throws UneditableException {
    TomlValue.Placed old = value();
    return new TomlStatement(
        kind,
        path,
        text.substring(0, old.start()) + TomlValue.write(value) + text.substring(old.end()));
  }

  static List<TomlStatement> parse(String file) throws UneditableException {
    List<TomlStatement> statements = new ArrayList<>();
    int from = 0;
    while (from < file.length()) {
      TomlStatement statement = next(file, from);
      statements.add(statement);
      from += statement.text().length();
    }
    return statements;
  }

  private static TomlStatement next(String file, int from) throws UneditableException {
    Matcher blank = at(BLANK_OR_COMMENT, file, from);
    if (blank.lookingAt()) {
      return new TomlStatement(Kind.TRIVIA, List.of(), blank.group());
    }
    Matcher header = at(HEADER, file, from);
    if (header.lookingAt()) {
      Kind kind = header.group(1).equals("[") ? Kind.TABLE : Kind.TABLE_ARRAY;
      return new TomlStatement(kind, path(header.group(2), file, from), header.group());
    }
    Matcher key = at(KEY, file, from);
    if (key.lookingAt()) {
      int end = endOfValue(file, key.end());
      return new TomlStatement(Kind.KEY, path(key.group(1), file, from), file.substring(from, end));
    }
    throw broken(file, from);
  }

  private static Matcher at(Pattern pattern, String file, int from) {
    return pattern.matcher(file).region(from, file.length());
  }

  static List<String> path(String dotted, String file, int from) throws UneditableException {
    List<String> path = new ArrayList<>();
    Matcher part = KEY_PART.matcher(dotted);
    boolean more = true;
    while (more) {
      if (!part.lookingAt()) {
        throw broken(file, from);
      }
      String name = part.group(1);
      boolean quoted = name.startsWith("\"") || name.startsWith("'");
      path.add(quoted ? name.substring(1, name.length() - 1) : name);
      more = !part.group(2).isEmpty();
      part.region(part.end(), dotted.length());
    }
    return path;
  }

  /** Returns the end of the line on which a value ends; brackets and long strings span lines. */
  private static int endOfValue(String file, int from) throws UneditableException {
    int depth = 0;
    int at = from;
    while (at < file.length()) {
      char c = file.charAt(at);
      if (c == '"' || c == '\'') {
        at = endOfString(file, at);
      } else if (c == '#') {
        at = endOfLine(file, at);
      } else if (c == '\n' && depth == 0) {
        return at + 1;
      } else {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        at++;
      }
    }
    if (depth != 0) {
      throw broken(file, from);
    }
    return at;
  }

  static int endOfString(String file, int from) throws UneditableException {
    char quote = file.charAt(from);
    String fence = String.valueOf(quote).repeat(3);
    boolean isLong = file.startsWith(fence, from);
    String end = isLong ? fence : String.valueOf(quote);
    int at = from + end.length();
    while (at < file.length()) {
      char c = file.charAt(at);
      if (c == '\\' && quote == '"') {
        at += 2;
      } else if (file.startsWith(end, at)) {
        at += end.length();
        // A long string may end in one or two quotes of its own.
        while (isLong && at < file.length() && file.charAt(at) == quote) {
          at++;
        }
        return at;
      } else if (c == '\n' && !isLong) {
        break;
      } else {
        at++;
      }
    }
    throw broken(file, from);
  }

  private static int endOfLine(String file, int from) {
    int end = file.indexOf('\n', from);
    return end < 0 ? file.length() : end;
  }

  private static UneditableException broken(String file, int at) {
    return UneditableException.broken("TOML", file, at, "no statement can be read here");
  }
}
