package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.ConfigNode.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads JSON, with comments and trailing commas as editors accept them, and where values are. */
final class JsonReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private JsonReader() {}

  /** Returns the object; empty for a text with nothing but blanks and comments. */
  static Optional<ConfigNode> read(String text) throws UneditableException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      ConfigNode root = value(parser, text);
      if (parser.nextToken() != null) {
        throw broken(parser.currentTokenLocation(), "there is text after the end");
      }
      if (!root.isMap()) {
        throw new UneditableException("is not a JSON object");
      }
      return Optional.of(root);
    } catch (StreamConstraintsException e) {
      throw new UneditableException("is nested too deeply to be edited safely");
    } catch (JacksonException e) {
      throw broken(e.getLocation(), ParserProblem.json(String.valueOf(e.getOriginalMessage())));
    }
  }

  private static ConfigNode value(JsonParser parser, String text) {
    int start = index(parser.currentTokenLocation());
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      List<Member> members = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        int name = index(parser.currentTokenLocation());
        String key = parser.currentName();
        parser.nextToken();
        members.add(new Member(name, key, value(parser, text)));
      }
      return ConfigNode.map(start, index(parser.currentLocation()), members, true);
    }
    if (token == JsonToken.START_ARRAY) {
      List<ConfigNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser, text));
      }
      return ConfigNode.list(start, index(parser.currentLocation()), items, true);
    }
    // Reads the token to its end, which the parser postpones.
    String content = parser.getString();
    int end = index(parser.currentLocation());
    return ConfigNode.scalar(
        start,
        end,
        token == JsonToken.VALUE_STRING ? content : new Literal(text.substring(start, end).trim()));
  }

  private static int index(TokenStreamLocation location) {
    return Math.toIntExact(location.getCharOffset());
  }

  private static UneditableException broken(TokenStreamLocation at, String reason) {
    return UneditableException.broken("JSON", at.getLineNr(), at.getColumnNr(), reason);
  }
}
