package io.jettymcp.tool;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One argument of a tool: its place in the input schema, and the check and typed read of what a
 * caller sent. Models often send objects, numbers and booleans as JSON text, so both are accepted.
 *
 * @param <T> what a handler gets
 */
public final class Param<T> {
  /** A larger bound is never met by a sensible call. */
  private static final int ENDLESS = 1_000_000;

  /** A property that few parameters have. */
  private enum Trait {
    LOCAL,
    RUN_ID,
    EXISTING,
    SECRET,
    EMPTY_IS_VALUE,
    ANY_WORD
  }

  /** Holds what is special about a parameter and which values it relates to. */
  private record Traits(
      Set<Trait> set,
      Optional<String> localDescription,
      Optional<String> variable,
      Optional<String> listedBy,
      Set<String> misnomers) {
    static final Traits NONE =
        new Traits(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    boolean has(Trait trait) {
      return set.contains(trait);
    }

    Traits and(Trait trait) {
      EnumSet<Trait> more = EnumSet.of(trait);
      more.addAll(set);
      return new Traits(more, localDescription, variable, listedBy, misnomers);
    }

    Traits describedLocally(String description) {
      return new Traits(set, Optional.of(description), variable, listedBy, misnomers);
    }

    Traits ofVariable(String name) {
      return new Traits(set, localDescription, Optional.of(name), listedBy, misnomers);
    }

    Traits listedBy(String tool) {
      return new Traits(set, localDescription, variable, Optional.of(tool), misnomers);
    }

    Traits misnamed(Set<String> names) {
      return new Traits(set, localDescription, variable, listedBy, names);
    }
  }

  private final String name;
  private final ObjectNode schema;
  private final ArgumentValue.Reader<T> reader;
  private final boolean required;
  private final @Nullable T fallback;
  private final Traits traits;

  private Param(
      String name,
      ObjectNode schema,
      ArgumentValue.Reader<T> reader,
      boolean required,
      @Nullable T fallback,
      Traits traits) {
    this.name = name;
    this.schema = schema;
    this.reader = reader;
    this.required = required;
    this.fallback = fallback;
    this.traits = traits;
  }

  /** Any text. */
  public static Param<String> text(String name, String description) {
    return optional(name, schema("string", description), ArgumentValue::text);
  }

  /** A name that becomes one segment of a path. */
  public static Param<String> name(String name, String description) {
    return optional(name, schema("string", description), ArgumentValue::name);
  }

  /** The id of a run, or a word of {@link LatestRun} that stands for one. */
  public static Param<String> run(String name, String description) {
    return name(name, description).ofRuns();
  }

  /** A list of ids of runs, as {@link #run}. */
  public static Param<List<String>> runs(String name, String description, int max) {
    return names(name, description, max).ofRuns();
  }

  /** A text that must not be shown again. */
  public static Param<Secret> secret(String name, String description) {
    return optional(
            name, schema("string", description), value -> Secret.of(ArgumentValue.text(value)))
        .with(Traits.NONE.and(Trait.SECRET));
  }

  /** An integer within bounds. */
  public static Param<Integer> integer(String name, String description, int min, int max) {
    return optional(
        name,
        bounded(schema("integer", description), max),
        value -> ArgumentValue.integer(value, min, max));
  }

  /** A number within bounds. */
  public static Param<Double> number(String name, String description, int min, int max) {
    return optional(
        name,
        bounded(schema("number", description), max),
        value -> ArgumentValue.number("a number", value, min, max));
  }

  public static Param<Boolean> bool(String name, String description) {
    return optional(name, schema("boolean", description), ArgumentValue::bool);
  }

  /** A JSON object of any content. */
  public static Param<ObjectNode> object(String name, String description) {
    return optional(name, schema("object", description), ArgumentValue::object);
  }

  /** An object whose values are secrets: name to value. */
  public static Param<Map<String, Secret>> secrets(String name, String description) {
    return optional(name, schema("object", description), ArgumentValue::secrets)
        .with(Traits.NONE.and(Trait.SECRET));
  }

  /** An object of texts; a list of names stands for an object that maps each name to itself. */
  public static Param<Map<String, String>> texts(String name, String description) {
    return optional(name, schema("object", description), ArgumentValue::texts);
  }

  /** A list of texts, at least one. */
  public static Param<List<String>> list(String name, String description, int max) {
    return listOf(name, description, max, "string", ArgumentValue::text);
  }

  /** A list of names that become one segment of a path each, at least one. */
  public static Param<List<String>> names(String name, String description, int max) {
    return listOf(name, description, max, "string", ArgumentValue::name);
  }

  /** A list of JSON objects of any content, at least one. */
  public static Param<List<ObjectNode>> objects(String name, String description, int max) {
    return listOf(name, description, max, "object", ArgumentValue::object);
  }

  /** One of some words. */
  public static Param<String> choice(String name, String description, String... words) {
    ObjectNode schema = schema("string", description);
    schema.set("enum", Json.array(List.of(words)));
    return optional(name, schema, value -> ArgumentValue.word(value, words));
  }

  /** Some of these words, at least one; a single word is accepted without a list around it. */
  public static Param<List<String>> choices(String name, String description, String... words) {
    ObjectNode schema = schema("array", description);
    schema.putObject("items").put("type", "string").set("enum", Json.array(List.of(words)));
    return optional(
        name,
        schema,
        value ->
            ArgumentValue.isList(value)
                ? ArgumentValue.list(
                    value, "strings", words.length, item -> ArgumentValue.word(item, words))
                : List.of(ArgumentValue.word(value, words)));
  }

  /** {@code auto}, {@code yes} or {@code no}, where a boolean means yes or no. */
  public static Param<String> autoYesNo(String name, String description) {
    ObjectNode schema = schema("string", description);
    schema.set("enum", Json.array(List.of("auto", "yes", "no")));
    return optional(
        name,
        schema,
        value -> {
          try {
            return ArgumentValue.bool(value) ? "yes" : "no";
          } catch (ArgumentValue.Wrong ignored) { // it is no boolean
            return ArgumentValue.word(value, "auto", "yes", "no");
          }
        });
  }

  /** A parameter without which there is no call. */
  public Param<T> required() {
    return new Param<>(name, schema, reader, true, null, traits);
  }

  /** A parameter that means this value when it is left out. Zero and false need no mention. */
  public Param<T> defaultValue(T value) {
    ObjectNode withDefault = schema.deepCopy();
    if (!value.equals(0) && !value.equals(false)) {
      withDefault.set("default", Json.node(value));
    }
    return new Param<>(name, withDefault, reader, false, value, traits);
  }

  /**
   * A parameter that touches files or variables of the machine that the server runs on. Where that
   * is not the caller's own there is none: it is in no schema and is never read.
   */
  public Param<T> local() {
    return with(traits.and(Trait.LOCAL));
  }

  /** Another description where the server runs on the caller's own machine. */
  public Param<T> localDescription(String description) {
    return with(traits.describedLocally(description));
  }

  /** A secret that is the value of the environment variable which another parameter names. */
  public Param<T> ofVariable(Param<String> named) {
    return with(traits.ofVariable(named.name));
  }

  /**
   * A parameter whose empty value has a meaning of its own, such as a string that empties a field.
   * Everywhere else it counts as left out, because some models fill in every argument.
   */
  public Param<T> emptyIsValue() {
    return with(traits.and(Trait.EMPTY_IS_VALUE));
  }

  /** A parameter of data in which {@code null} and {@code undefined} are words like any other. */
  public Param<T> anyWord() {
    return with(traits.and(Trait.ANY_WORD));
  }

  /** A parameter that names what Jetty must have already, so that it is what to check. */
  public Param<T> existing() {
    return with(traits.and(Trait.EXISTING));
  }

  /**
   * A parameter that names what Jetty must have already.
   *
   * @param tool the name of the tool that lists it
   */
  public Param<T> listedBy(String tool) {
    return with(traits.and(Trait.EXISTING).listedBy(tool));
  }

  /**
   * A parameter that callers give under other names too, and without which the call would do
   * something else than they meant: those names are refused instead of ignored.
   *
   * @param names in lower case, without dashes and underscores
   */
  public Param<T> misnamed(String... names) {
    return with(traits.misnamed(Set.of(names)));
  }

  private Param<T> ofRuns() {
    return with(traits.and(Trait.RUN_ID)).listedBy("list-trajectories");
  }

  private Param<T> with(Traits changed) {
    return new Param<>(name, schema, reader, required, fallback, changed);
  }

  /** Leaves the words of a list out of the schema, where another parameter has the same ones. */
  public Param<T> unlisted() {
    ObjectNode brief = schema.deepCopy();
    brief.putObject("items").put("type", "string");
    return new Param<>(name, brief, reader, required, fallback, traits);
  }

  /** Returns the parameter that names the variable of which this is the value. */
  Optional<String> variable() {
    return traits.variable;
  }

  public String name() {
    return name;
  }

  /** Returns whether it exists on the caller's own machine only. */
  public boolean isLocal() {
    return traits.has(Trait.LOCAL);
  }

  /** Returns whether its value, or the values of its entries, must not be shown again. */
  public boolean isSecret() {
    return traits.has(Trait.SECRET);
  }

  /** Returns whether it names a run, or a list of runs. */
  public boolean isRunId() {
    return traits.has(Trait.RUN_ID);
  }

  /** Returns whether it names what Jetty must have already. */
  boolean isExisting() {
    return traits.has(Trait.EXISTING);
  }

  /** Returns the other names that are refused. */
  Set<String> misnomers() {
    return traits.misnomers;
  }

  /** Returns the name of the tool that lists what it names, if there is one. */
  public Optional<String> lister() {
    return traits.listedBy;
  }

  public boolean isRequired() {
    return required;
  }

  @Nullable T fallback() {
    return fallback;
  }

  /**
   * The parameter's part of the input schema.
   *
   * @param local whether the server runs on the caller's own machine
   */
  public ObjectNode schema(boolean local) {
    ObjectNode shown = schema.deepCopy();
    if (local) {
      traits.localDescription.ifPresent(text -> shown.put("description", text));
    }
    return shown;
  }

  /** Returns whether a value that a caller sent counts as left out. */
  public boolean isOmitted(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return true;
    }
    boolean string = schema.path("type").asString("").equals("string");
    return (!traits.has(Trait.ANY_WORD) && ArgumentValue.isWordForNothing(value))
        || (!traits.has(Trait.EMPTY_IS_VALUE) && ArgumentValue.isEmpty(value, string));
  }

  /** Returns whether models fill in such a text where they mean to leave an argument out. */
  public static boolean isFiller(String text) {
    return text.isEmpty() || ArgumentValue.WORDS_FOR_NOTHING.contains(text);
  }

  /** Reads a value as a caller sent it. */
  public T read(JsonNode value) {
    try {
      return reader.read(value);
    } catch (ArgumentValue.Wrong wrong) {
      throw new BadArguments(name, "\"" + name + "\" " + wrong.getMessage() + ".");
    }
  }

  private static <T> Param<T> optional(
      String name, ObjectNode schema, ArgumentValue.Reader<T> reader) {
    return new Param<>(name, schema, reader, false, null, Traits.NONE);
  }

  /**
   * @param type the JSON type of the elements: string or object
   */
  private static <T> Param<List<T>> listOf(
      String name, String description, int max, String type, ArgumentValue.Reader<T> element) {
    ObjectNode schema = schema("array", description);
    schema.putObject("items").put("type", type);
    String kind = type.equals("string") ? "strings" : "objects";
    return optional(name, schema, value -> ArgumentValue.list(value, kind, max, element));
  }

  /**
   * Adds the bound that a model could miss; a minimum is checked, but costs bytes in the schema.
   */
  private static ObjectNode bounded(ObjectNode schema, int max) {
    return max < ENDLESS ? schema.put("maximum", max) : schema;
  }

  private static ObjectNode schema(String type, String description) {
    ObjectNode schema = Json.object().put("type", type);
    return description.isEmpty() ? schema : schema.put("description", description);
  }
}
