package io.jettymcp.tool;

import io.jettymcp.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Declares what of a {@code T} may leave: each field once, with its name, its type and its source.
 * The same declaration is the output schema, the reader of the source and the allow-list.
 *
 * <p>{@link #read} copies values in full and {@link #project} shortens them, because redaction
 * comes between the two: half a secret is no longer recognised.
 *
 * <p>Immutable: each method returns a new view.
 *
 * @param <T> the source; in a view of {@code JsonNode}, a field without a source reads the field of
 *     the same name
 */
public final class View<T> implements Shape {
  /** The field that lists where characters were removed. */
  public static final String CLEANED = "cleaned";

  private static final JsonNode MISSING = JsonNodeFactory.instance.missingNode();

  private final Class<T> type;
  private final List<Field<T>> fields;

  private View(Class<T> type, List<Field<T>> fields) {
    this.type = type;
    this.fields = List.copyOf(fields);
  }

  private record Field<T>(
      String name,
      String description,
      Shape shape,
      boolean required,
      boolean unlessEmpty,
      Function<? super T, ?> source) {}

  /** Starts a view of this type. */
  public static <T> View<T> of(Class<T> type) {
    return new View<>(type, List.of());
  }

  /** A string; numbers and booleans are written as strings. */
  public View<T> text(String name, Function<? super T, ?> source) {
    return field(name, new Text(Integer.MAX_VALUE), source);
  }

  public View<T> text(String name) {
    return text(name, sameName(name));
  }

  public View<T> number(String name, Function<? super T, ?> source) {
    return field(name, new Plain("number"), source);
  }

  public View<T> number(String name) {
    return number(name, sameName(name));
  }

  public View<T> integer(String name, Function<? super T, ?> source) {
    return field(name, new Plain("integer"), source);
  }

  public View<T> integer(String name) {
    return integer(name, sameName(name));
  }

  public View<T> bool(String name, Function<? super T, ?> source) {
    return field(name, new Plain("boolean"), source);
  }

  public View<T> bool(String name) {
    return bool(name, sameName(name));
  }

  /** Any JSON in full, for data that belongs to the user, such as a workflow. */
  public View<T> any(String name, Function<? super T, ?> source) {
    return field(name, new Any(), source);
  }

  public View<T> any(String name) {
    return any(name, sameName(name));
  }

  /** The first {@code max} characters of any JSON, as a string. */
  public View<T> preview(String name, int max, Function<? super T, ?> source) {
    return field(name, new Preview(max), source);
  }

  public View<T> preview(String name, int max) {
    return preview(name, max, sameName(name));
  }

  /** An array of strings. */
  public View<T> texts(String name, Function<? super T, ?> source) {
    return field(name, new Items(new Text(Integer.MAX_VALUE)), source);
  }

  public View<T> texts(String name) {
    return texts(name, sameName(name));
  }

  /** An array of objects. */
  public <S> View<T> list(
      String name, View<S> element, Function<? super T, ? extends Iterable<? extends S>> source) {
    return field(name, new Items(element), from -> element.readAll(source.apply(from)));
  }

  /** An array of objects; left out where the source is empty, but not where the list is. */
  public <S> View<T> optionalList(
      String name,
      View<S> element,
      Function<? super T, Optional<? extends Iterable<? extends S>>> source) {
    return field(name, new Items(element), from -> source.apply(from).map(element::readAll));
  }

  /** An array of JSON objects. */
  public View<T> list(String name, View<JsonNode> element) {
    return list(name, element, sameName(name));
  }

  /** An object; left out where the source is empty. */
  public <S> View<T> nested(
      String name, View<S> view, Function<? super T, Optional<? extends S>> source) {
    return field(name, view, from -> source.apply(from).map(view::read));
  }

  /** A JSON object. */
  public View<T> nested(String name, View<JsonNode> view) {
    Function<T, JsonNode> source = sameName(name);
    return field(name, view, from -> view.read(source.apply(from)));
  }

  /** An object whose field names are data, with values of one shape. */
  public View<T> map(String name, Shape value, Function<? super T, ?> source) {
    return field(name, new Entries(value), source);
  }

  public View<T> map(String name, Shape value) {
    return map(name, value, sameName(name));
  }

  /** A page of a list: the list, {@code returned} and {@code has_more}; see {@link Result.Page}. */
  public <S> View<T> page(
      String noun, View<S> row, Function<? super T, ? extends Iterable<? extends S>> source) {
    return page(noun, "", row, source);
  }

  /** The same, with a description of the list. */
  public <S> View<T> page(
      String noun,
      String description,
      View<S> row,
      Function<? super T, ? extends Iterable<? extends S>> source) {
    return list(noun, row, source)
        .describedAs(description)
        .required()
        .integer("returned", View::noSource)
        .required()
        .bool("has_more", View::noSource)
        .required();
  }

  /** Data that may be shown a piece at a time; see {@link Result.Excerpt}. */
  public View<T> excerpt(String name) {
    return any(name, View::noSource)
        .text(name + "_text", View::noSource)
        .describedAs("A piece of it")
        .integer("offset", View::noSource)
        .integer("next_offset", View::noSource)
        .integer("total_characters", View::noSource);
  }

  /** Where characters were removed from data that can be written back; filled when rendered. */
  public View<T> cleaned() {
    View<JsonNode> place = View.of(JsonNode.class).text("path").integer("removed");
    return field(CLEANED, new Items(place), View::noSource)
        .describedAs("Invisible characters that are left out here but stored");
  }

  /** Adds the description of the last field to the schema. */
  public View<T> describedAs(String description) {
    Field<T> last = last();
    return replaceLast(
        new Field<>(
            last.name, description, last.shape, last.required, last.unlessEmpty, last.source));
  }

  /** Makes the last field required: our own code always fills it. */
  public View<T> required() {
    Field<T> last = last();
    return replaceLast(
        new Field<>(last.name, last.description, last.shape, true, last.unlessEmpty, last.source));
  }

  /** Shows at most so many characters of the last field, a string. */
  public View<T> max(int characters) {
    Field<T> last = last();
    return replaceLast(
        new Field<>(
            last.name,
            last.description,
            new Text(characters),
            last.required,
            last.unlessEmpty,
            last.source));
  }

  /** Leaves the last field out where its array, object or string is empty. */
  public View<T> unlessEmpty() {
    Field<T> last = last();
    return replaceLast(
        new Field<>(last.name, last.description, last.shape, last.required, true, last.source));
  }

  /** Adds the fields of another view of the same source. */
  public View<T> and(View<? super T> more) {
    return include(more, source -> source);
  }

  /** Adds the fields of a view of a part of the source. */
  public <S> View<T> include(View<S> more, Function<? super T, ? extends S> part) {
    List<Field<T>> all = new ArrayList<>(fields);
    for (Field<S> field : more.fields) {
      all.add(
          new Field<>(
              field.name,
              field.description,
              field.shape,
              field.required,
              field.unlessEmpty,
              source -> field.source.apply(part.apply(source))));
    }
    return new View<>(type, all);
  }

  /** Adds fields of another source, which results of that kind fill; none of them is required. */
  public View<T> orElse(View<?> other) {
    List<Field<T>> all = new ArrayList<>(fields);
    for (Field<?> field : other.fields) {
      if (all.stream().noneMatch(known -> known.name.equals(field.name))) {
        all.add(
            new Field<>(field.name, field.description, field.shape, false, false, View::noSource));
      }
    }
    return new View<>(type, all);
  }

  /** Returns whether results may have a field of this name. */
  public boolean has(String name) {
    for (Field<T> field : fields) {
      if (field.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Reads the fields of a source, values in full. */
  public ObjectNode read(T source) {
    ObjectNode data = Json.object();
    for (Field<T> field : fields) {
      JsonNode value = Json.node(field.source.apply(source));
      boolean empty =
          value.isMissingNode() || value.isNull() || (field.unlessEmpty && isEmpty(value));
      if (!empty) {
        data.set(field.name, value);
      }
    }
    return data;
  }

  private ArrayNode readAll(Iterable<? extends T> sources) {
    ArrayNode all = Json.array();
    sources.forEach(source -> all.add(read(source)));
    return all;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.array();
    for (Field<T> field : fields) {
      ObjectNode property = field.shape.schema();
      if (!field.description.isEmpty()) {
        property.put("description", field.description);
      }
      properties.set(field.name, property);
      if (field.required) {
        required.add(field.name);
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  @Override
  public JsonNode project(JsonNode from) {
    if (!from.isObject()) {
      return MISSING;
    }
    ObjectNode shown = Json.object();
    for (Field<T> field : fields) {
      JsonNode value = field.shape.project(from.path(field.name));
      if (!value.isMissingNode()) {
        shown.set(field.name, value);
      }
    }
    return shown;
  }

  /** The source of fields that are not read but added when the result is rendered. */
  private static @Nullable Object noSource(Object source) {
    return null;
  }

  private View<T> field(String name, Shape shape, Function<? super T, ?> source) {
    List<Field<T>> more = new ArrayList<>(fields);
    more.add(new Field<>(name, "", shape, false, false, source));
    return new View<>(type, more);
  }

  private Field<T> last() {
    return fields.get(fields.size() - 1);
  }

  private View<T> replaceLast(Field<T> field) {
    List<Field<T>> changed = new ArrayList<>(fields);
    changed.set(changed.size() - 1, field);
    return new View<>(type, changed);
  }

  private Function<T, JsonNode> sameName(String name) {
    if (type != JsonNode.class) {
      throw new IllegalStateException(name + " needs a source in a view of " + type.getName());
    }
    return source -> ((JsonNode) source).path(name);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isString()
        ? value.stringValue().isEmpty()
        : value.isContainer() && value.isEmpty();
  }
}
