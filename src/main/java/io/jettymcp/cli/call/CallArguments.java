package io.jettymcp.cli.call;

import io.jettymcp.config.UsageException;
import io.jettymcp.json.Json;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Param;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the arguments of one call as a person types them: {@code NAME=VALUE}, a JSON object,
 * {@code @FILE} or {@code -} with one, and bare values. Strings are passed on as they are, because
 * a tool reads numbers, booleans and objects from strings too. Errors never quote a value, which
 * may be a secret.
 */
final class CallArguments {
  /** Matches {@code name=value}, {@code name:=json} and {@code name.key=value}. */
  private static final Pattern NAMED =
      Pattern.compile("([A-Za-z_][\\w-]*)((?:\\.[^.=:]+)*)(:?=)(.*)", Pattern.DOTALL);

  /** Longer names are no names but may be secrets. */
  private static final int MAX_NAME = 32;

  private final String tool;
  private final List<Param<?>> params;
  private final List<String> bare;
  private final Optional<Param<?>> inputs;
  private final TypedValue values;
  private final ObjectNode result = Json.object();
  private final List<String> exposed = new ArrayList<>();

  /**
   * @param bare the names of the arguments that need no name, in order
   * @param inputs the name of the argument that collects all unknown names, if one does
   */
  CallArguments(
      String tool,
      List<Param<?>> params,
      List<String> bare,
      Optional<String> inputs,
      TypedValue values) {
    this.tool = tool;
    this.params = params;
    this.bare = bare;
    this.inputs = inputs.flatMap(this::find);
    this.values = values;
  }

  /** Returns the names of required arguments, in order. */
  static List<String> required(List<Param<?>> params) {
    return params.stream().filter(Param::isRequired).map(Param::name).toList();
  }

  /**
   * Returns the arguments.
   *
   * @throws UsageException at the first word that cannot be read
   */
  ObjectNode parse(List<String> words) throws IOException {
    for (String word : words) {
      if (word.startsWith("{") || TypedValue.isReference(word)) {
        merge(object(values.read(word, false)), !TypedValue.isReference(word));
        continue;
      }
      Matcher named = NAMED.matcher(word);
      if (named.matches()) {
        set(named.group(1), keys(named.group(2)), named.group(3).equals(":="), named.group(4));
      } else {
        setBare(word);
      }
    }
    return result;
  }

  /** Returns the secret arguments whose values are in the process list. */
  List<String> exposed() {
    return exposed;
  }

  private static List<String> keys(String dotted) {
    return dotted.isEmpty() ? List.of() : Arrays.asList(dotted.substring(1).split("\\.", -1));
  }

  private void merge(ObjectNode object, boolean typed) {
    for (var entry : object.properties()) {
      put(result, entry.getKey(), entry.getValue());
      if (typed) {
        find(entry.getKey()).ifPresent(param -> expose(param, ""));
      }
    }
  }

  private void setBare(String word) throws IOException {
    Optional<Param<?>> next =
        bare.stream().filter(name -> !result.has(name)).findFirst().flatMap(this::find);
    Optional<Param<?>> list = bare.isEmpty() ? Optional.empty() : find(bare.get(bare.size() - 1));
    Param<?> param = next.or(() -> list.filter(CallArguments::isList)).orElseThrow(this::surplus);
    if (word.startsWith("[")) {
      throw new UsageException(
          "The arguments must be a JSON object, not a list. To pass a list: NAME='[...]'.");
    }
    add(param, read(param, word));
  }

  private UsageException surplus() {
    String expected =
        switch (bare.size()) {
          case 0 -> " requires no argument";
          case 1 -> " accepts only " + bare.get(0) + " without its name";
          default -> " accepts only " + String.join(" and ", bare) + " without their names";
        };
    return new UsageException(
        tool + expected + ". Write the others as NAME=VALUE: " + known() + ".");
  }

  private void set(String name, List<String> keys, boolean json, String typed) throws IOException {
    Optional<Param<?>> named = find(name);
    if (named.isEmpty()) {
      setInput(name, keys, json, typed);
      return;
    }
    Param<?> param = named.get();
    expose(param, typed);
    String value = read(param, typed);
    if (!keys.isEmpty()) {
      ObjectNode parent = within(param, keys);
      String key = keys.get(keys.size() - 1);
      if (parent.has(key)) {
        throw twice(param.name() + "." + String.join(".", keys));
      }
      parent.set(key, json ? json(param, value) : text(value));
    } else if (json) {
      put(result, param.name(), json(param, value));
    } else {
      add(param, value);
    }
  }

  private void setInput(String name, List<String> keys, boolean json, String typed)
      throws IOException {
    boolean slip = NearestName.of(name, names()).isPresent();
    if (inputs.isEmpty() || slip || name.length() > MAX_NAME) {
      throw unknown(name);
    }
    List<String> path = new ArrayList<>(List.of(name));
    path.addAll(keys);
    set(inputs.get().name(), path, json, typed);
  }

  private UsageException unknown(String name) {
    String quoted = name.length() > MAX_NAME ? "such argument." : "argument \"" + name + "\".";
    return new UsageException(
        tool
            + ": There is no "
            + quoted
            + NearestName.hint(name, names())
            + (names().isEmpty() ? " This tool takes none." : " Known: " + known() + "."));
  }

  private String read(Param<?> param, String typed) throws IOException {
    try {
      return values.read(typed, param.isSecret());
    } catch (UsageException e) {
      throw new UsageException(tool + ": \"" + param.name() + "\": " + e.getMessage());
    }
  }

  /** Returns the object that holds the last of these keys. */
  private ObjectNode within(Param<?> param, List<String> keys) {
    if (!typeOf(param).equals("object")) {
      throw new UsageException(
          tool + ": \"" + param.name() + "\" is not an object, so it has no names below it.");
    }
    ObjectNode object = child(result, param.name(), param);
    for (String key : keys.subList(0, keys.size() - 1)) {
      object = child(object, key, param);
    }
    return object;
  }

  private ObjectNode child(ObjectNode parent, String key, Param<?> param) {
    if (!parent.has(key)) {
      return parent.putObject(key);
    }
    if (parent.get(key) instanceof ObjectNode object) {
      return object;
    }
    throw new UsageException(
        tool + ": \"" + param.name() + "\" is given both as one value and by its parts.");
  }

  /** Adds a value; one after the other if the argument is a list. */
  private void add(Param<?> param, String value) {
    if (!isList(param) || value.strip().startsWith("[")) {
      put(result, param.name(), text(value));
    } else if (result.path(param.name()) instanceof ArrayNode list) {
      list.add(value);
    } else {
      put(result, param.name(), Json.array().add(value));
    }
  }

  private void put(ObjectNode object, String name, JsonNode value) {
    if (object.has(name)) {
      throw twice(name);
    }
    object.set(name, value);
  }

  private UsageException twice(String name) {
    return new UsageException(tool + ": \"" + name + "\" is given twice.");
  }

  private void expose(Param<?> param, String typed) {
    if (param.isSecret() && !TypedValue.isReference(typed)) {
      exposed.add(param.name());
    }
  }

  private static ObjectNode object(String text) {
    try {
      if (JsonMapper.shared().readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw invalid("The arguments are", e);
    }
    throw new UsageException("The arguments must be a JSON object.");
  }

  private JsonNode json(Param<?> param, String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw invalid(tool + ": \"" + param.name() + "\" is", e);
    }
  }

  private static UsageException invalid(String what, JacksonException e) {
    return new UsageException(
        what
            + " not valid JSON (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ").");
  }

  private static JsonNode text(String value) {
    return Json.node(value);
  }

  private Optional<Param<?>> find(String name) {
    String plain = name.replace('-', '_');
    for (Param<?> param : params) {
      if (param.name().equals(plain)) {
        return Optional.of(param);
      }
    }
    return Optional.empty();
  }

  private static boolean isList(Param<?> param) {
    return typeOf(param).equals("array");
  }

  private static String typeOf(Param<?> param) {
    return param.schema(true).path("type").asString("");
  }

  private List<String> names() {
    return params.stream().map(Param::name).toList();
  }

  private String known() {
    return String.join(", ", names());
  }
}
