package io.jettymcp.redact;

import io.jettymcp.json.CopyOnWrite;
import io.jettymcp.redact.SecretNames.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Redacts a JSON tree. The name of a field decides what happens to its value:
 *
 * <ul>
 *   <li>under a name that implies a secret, strings and numbers are hidden, booleans and null are
 *       not, as {@code has_secret: true} and an absent secret reveal nothing;
 *   <li>under a name that implies a token, numbers are counts and stay;
 *   <li>under a name for many secrets and under {@code secret}, upper-case names of variables stay;
 *   <li>an object that describes a secret ({@code env}, {@code description}, {@code required}, a
 *       JSON schema) stays but for its default or example;
 *   <li>under the names of environments, secret parameters and storage credentials every leaf but
 *       null is hidden, descriptions included;
 *   <li>of a pair like {@code {"key": "api_key", "value": "..."}} the value is hidden.
 * </ul>
 */
final class TreeRedaction {
  private static final Set<String> DESCRIPTION =
      Set.of(
          "$ref",
          "configured",
          "default",
          "description",
          "enum",
          "env",
          "example",
          "examples",
          "expose_to_agent",
          "expose_to_checks",
          "format",
          "label",
          "maxLength",
          "minLength",
          "missing",
          "name",
          "nullable",
          "pattern",
          "placeholder",
          "ready",
          "required",
          "set",
          "source",
          "status",
          "title",
          "type",
          "value",
          "writeOnly");

  /** Fields of a description that can hold the secret itself. */
  private static final Set<String> SAMPLES =
      Set.of("default", "enum", "example", "examples", "value");

  private static final JsonNode HIDDEN = JsonNodeFactory.instance.stringNode(Spans.REDACTED);

  /** Trees have few names but many fields; the bound stops a hostile tree from filling memory. */
  private static final int NAMES = 1_000;

  /** In letters; names of fields are of short words. */
  private static final int MAX_WORD = 12;

  /** More of them in a row are random letters. */
  private static final int MAX_CONSONANTS = 4;

  private final ValueIndex index;
  private final Map<String, Name> names = new HashMap<>();

  TreeRedaction(ValueIndex index) {
    this.index = index;
  }

  /**
   * Caches what is known about the name of a field.
   *
   * @param shown the name without secrets
   */
  private record Name(Kind kind, String shown) {}

  JsonNode redact(JsonNode tree) {
    return redact(tree, 0);
  }

  private JsonNode redact(JsonNode node, int depth) {
    return switch (node.getNodeType()) {
      case OBJECT -> depth < CopyOnWrite.MAX_DEPTH ? object((ObjectNode) node, depth) : HIDDEN;
      case ARRAY -> depth < CopyOnWrite.MAX_DEPTH ? array((ArrayNode) node, depth) : HIDDEN;
      case STRING -> text(node);
      case NUMBER -> number(node);
      case BOOLEAN, NULL, MISSING -> node;
      // A node of unknown type is not shown.
      case BINARY, POJO -> HIDDEN;
    };
  }

  private JsonNode object(ObjectNode object, int depth) {
    boolean pair = isPairWithSecret(object);
    CopyOnWrite.Fields fields = new CopyOnWrite.Fields(object);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      Name name = name(field.getKey());
      Kind kind = pair && field.getKey().equals("value") ? Kind.SECRET : name.kind;
      fields.add(field.getKey(), value, name.shown, under(kind, value, depth + 1));
    }
    return fields.result();
  }

  private Name name(String name) {
    Name known = names.get(name);
    if (known == null) {
      Kind kind = SecretNames.kind(Encoding.visible(name));
      known = new Name(kind, isFieldName(name) ? name : Redactor.redact(name, index));
      if (names.size() < NAMES) {
        names.put(name, known);
      }
    }
    return known;
  }

  /**
   * Returns true for a name like those of results and of Jetty's own fields: small letters that
   * form words. Without their names, results have no form.
   */
  private static boolean isFieldName(String name) {
    int letters = 0;
    int consonants = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean consonant = "aeiouy_".indexOf(c) < 0;
      letters = c == '_' ? 0 : letters + 1;
      consonants = consonant ? consonants + 1 : 0;
      if ((c != '_' && (c < 'a' || c > 'z')) || letters > MAX_WORD || consonants > MAX_CONSONANTS) {
        return false;
      }
    }
    return true;
  }

  private JsonNode array(ArrayNode array, int depth) {
    CopyOnWrite.Items items = new CopyOnWrite.Items(array);
    for (JsonNode item : array) {
      items.add(item, redact(item, depth + 1));
    }
    return items.result();
  }

  private JsonNode under(Kind kind, JsonNode value, int depth) {
    return switch (kind) {
      case PLAIN -> redact(value, depth);
      case ENVIRONMENT -> value.isObject() ? hide(Kind.VALUES, value, depth) : redact(value, depth);
      case VARIABLE_NAMES ->
          value.isObject() ? hide(Kind.SECRETS, value, depth) : redact(value, depth);
      case SECRET, SECRET_OR_NAME, TOKEN, SECRETS, VALUES -> hide(kind, value, depth);
    };
  }

  private JsonNode hide(Kind kind, JsonNode node, int depth) {
    return switch (node.getNodeType()) {
      case OBJECT ->
          depth < CopyOnWrite.MAX_DEPTH ? hideFields(kind, (ObjectNode) node, depth) : HIDDEN;
      case ARRAY ->
          depth < CopyOnWrite.MAX_DEPTH ? hideItems(kind, (ArrayNode) node, depth) : HIDDEN;
      case STRING -> hideText(kind, node);
      case NUMBER -> kind == Kind.TOKEN ? number(node) : HIDDEN;
      case BOOLEAN -> kind == Kind.VALUES ? HIDDEN : node;
      case NULL, MISSING -> node;
      case BINARY, POJO -> HIDDEN;
    };
  }

  private JsonNode hideFields(Kind kind, ObjectNode object, int depth) {
    boolean description = kind != Kind.VALUES && isDescription(object);
    CopyOnWrite.Fields fields = new CopyOnWrite.Fields(object);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      boolean tells = description && !SAMPLES.contains(name);
      JsonNode shown = tells ? redact(value, depth + 1) : hide(kind, value, depth + 1);
      fields.add(name, value, name(name).shown, shown);
    }
    return fields.result();
  }

  private JsonNode hideItems(Kind kind, ArrayNode array, int depth) {
    CopyOnWrite.Items items = new CopyOnWrite.Items(array);
    for (JsonNode item : array) {
      items.add(item, hide(kind, item, depth + 1));
    }
    return items.result();
  }

  private JsonNode hideText(Kind kind, JsonNode node) {
    String text = node.stringValue();
    boolean stays =
        text.isEmpty()
            || Spans.isShown(text)
            || (kind != Kind.VALUES && ValueBounds.isPlaceholder(text))
            || (kind.allowsNames() && ValueBounds.isVariable(text));
    return stays
        ? text(node)
        : JsonNodeFactory.instance.stringNode(Spans.shown(text, 0, text.length()));
  }

  private JsonNode text(JsonNode node) {
    String text = node.stringValue();
    String redacted = Redactor.redact(text, index);
    return redacted.equals(text) ? node : JsonNodeFactory.instance.stringNode(redacted);
  }

  private JsonNode number(JsonNode node) {
    if (!index.hasNumbers()) {
      return node;
    }
    if (holdsKnown(node.asString())) {
      return HIDDEN;
    }
    // 12345678.0 and 1.2345678E7 are one number.
    return node.isFloatingPointNumber() && holdsKnown(plain(node)) ? HIDDEN : node;
  }

  private boolean holdsKnown(String number) {
    return !index.find(number).isEmpty();
  }

  private static String plain(JsonNode number) {
    if (!number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
      return "";
    }
    BigDecimal value = number.decimalValue();
    // The plain form of 1E999999999 would fill the memory; no secret is written like this.
    return Math.abs((long) value.scale()) > 400 ? "" : value.toPlainString();
  }

  private static boolean isDescription(ObjectNode object) {
    if (!object.has("description")
        && !object.has("env")
        && !object.has("required")
        && !object.has("type")) {
      return false;
    }
    for (String name : object.propertyNames()) {
      if (!DESCRIPTION.contains(name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPairWithSecret(ObjectNode object) {
    if (object.size() < 2 || !object.has("value")) {
      return false;
    }
    return saysSecret(object.path("key")) || saysSecret(object.path("name"));
  }

  private static boolean saysSecret(JsonNode name) {
    if (!name.isString()) {
      return false;
    }
    Kind kind = SecretNames.kind(Encoding.visible(name.stringValue()));
    return switch (kind) {
      case SECRET, SECRET_OR_NAME, TOKEN, VALUES -> true;
      case PLAIN, SECRETS, ENVIRONMENT, VARIABLE_NAMES -> false;
    };
  }
}
