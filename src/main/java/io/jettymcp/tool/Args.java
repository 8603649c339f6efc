package io.jettymcp.tool;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.secret.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The checked arguments of one call, read by their {@link Param}. */
public final class Args {
  /** No arguments, where they could not be checked. */
  public static final Args NONE = new Args(List.of(), Map.of(), List.of());

  private final List<Param<?>> declared;
  private final Map<String, Object> values;
  private final List<String> ignored;

  private Args(List<Param<?>> declared, Map<String, Object> values, List<String> ignored) {
    this.declared = declared;
    this.values = values;
    this.ignored = ignored;
  }

  /**
   * Checks what a caller sent.
   *
   * @param withheld the names of parameters that this caller cannot use
   * @param secrets learns each secret as soon as it is read, so that even the error about another
   *     argument cannot show it
   * @throws BadArguments at the first argument that is missing, wrong or probably misspelled
   */
  public static Args check(
      List<Param<?>> declared,
      Collection<String> withheld,
      ObjectNode sent,
      SecretLearner secrets) {
    List<String> ignored = new UnknownArguments(declared, withheld).ignoredOf(sent);
    Map<String, Object> values = new HashMap<>();
    for (Param<?> param : declared) {
      JsonNode value = sent.path(param.name());
      if (!param.isOmitted(value)) {
        Object read = param.read(value);
        learn(read, param.variable().map(named -> sent.path(named).asString("")), secrets);
        values.put(param.name(), read);
      } else if (param.isRequired()) {
        throw missing(param.name(), value);
      }
    }
    return new Args(List.copyOf(declared), values, ignored);
  }

  private static BadArguments missing(String name, JsonNode value) {
    String problem =
        ArgumentValue.isWordForNothing(value)
            ? " must not be \"" + value.stringValue() + "\"."
            : value.isMissingNode() || value.isNull() ? " is missing." : " must not be empty.";
    return new BadArguments(name, "\"" + name + "\"" + problem);
  }

  /**
   * @param variable the environment variable that the value is for
   */
  private static void learn(Object value, Optional<String> variable, SecretLearner secrets) {
    if (value instanceof Secret secret) {
      variable.ifPresentOrElse(name -> secrets.learn(name, secret), () -> secrets.learn(secret));
    } else if (value instanceof Map<?, ?> entries) {
      entries.values().forEach(entry -> learn(entry, variable, secrets));
    }
  }

  /** The same arguments with one of them set. */
  public <T> Args with(Param<T> param, T value) {
    Map<String, Object> more = new HashMap<>(values);
    more.put(param.name(), value);
    List<Param<?>> all = declared;
    if (!declared.contains(param)) {
      all = new ArrayList<>(declared);
      all.add(param);
    }
    return new Args(all, more, ignored);
  }

  /** The value of a parameter that is required or has a default. */
  public <T> T get(Param<T> param) {
    Optional<T> value = find(param);
    if (value.isEmpty()) {
      throw new IllegalStateException(param.name() + " has no default");
    }
    return value.get();
  }

  /**
   * The value of a parameter, or its default, if it has either. One of the caller's own machine has
   * none where the caller is on another.
   */
  public <T> Optional<T> find(Param<T> param) {
    if (!takes(param)) {
      if (param.isLocal()) {
        return Optional.empty();
      }
      throw new IllegalStateException(param.name() + " is not declared");
    }
    @SuppressWarnings("unchecked") // check() and with() put only what the same Param read
    @Nullable T value = (T) values.get(param.name());
    return Optional.ofNullable(value == null ? param.fallback() : value);
  }

  /** Returns whether a caller may send it: those of its own machine it may not from another one. */
  public boolean takes(Param<?> param) {
    return declared.contains(param);
  }

  /** Returns whether the caller sent a value. */
  public boolean has(Param<?> param) {
    return find(param).isPresent() && values.containsKey(param.name());
  }

  /** The names of arguments that the tool does not have; none that hosts add by themselves. */
  public List<String> ignored() {
    return ignored;
  }

  /** The texts that name what Jetty must have already, by their parameters. */
  public Map<Param<?>, List<String>> existing() {
    Map<Param<?>, List<String>> named = new LinkedHashMap<>();
    for (Param<?> param : declared) {
      if (param.isExisting() && values.containsKey(param.name())) {
        named.put(param, texts(values.get(param.name())));
      }
    }
    return named;
  }

  /** The ids of runs that the caller sent, each with the name of its argument. */
  Map<String, String> runIds() {
    Map<String, String> ids = new LinkedHashMap<>();
    runIdParams().forEach(name -> texts(values.get(name)).forEach(id -> ids.putIfAbsent(id, name)));
    return ids;
  }

  /** The same arguments with the ids of runs replaced. */
  Args withRunIds(UnaryOperator<String> replacement) {
    Map<String, Object> replaced = new HashMap<>(values);
    runIdParams()
        .forEach(
            name ->
                replaced.computeIfPresent(
                    name,
                    (same, value) ->
                        value instanceof List<?>
                            ? texts(value).stream().map(replacement).toList()
                            : replacement.apply((String) value)));
    return new Args(declared, replaced, ignored);
  }

  private List<String> runIdParams() {
    return declared.stream().filter(Param::isRunId).map(Param::name).toList();
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : value instanceof String text ? List.of(text) : List.of();
  }
}
