package io.jettymcp.jetty.client;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes the values of every environment from a reply. Jetty sends them all in plain text; past
 * this point each name has {@code true} (set) or null, and only the sink knows the values. Reports
 * the credentials of a collection's storage to the sink too, as other fields can repeat them.
 *
 * <p>An environment inside of a reply can be the output of a run, which anyone can write: few of
 * its values are learned, and none that would hide ordinary words.
 */
final class EnvironmentGuard implements Exchange {
  private static final String ENVIRONMENT = "environment_variables";
  private static final String STORAGE = "storage_info";

  /** Limits the values learned of one storage, and of all nested environments of one reply. */
  private static final int MAX_VALUES = 20;

  private static final int MIN_LENGTH = 8;

  /** Names of credentials, unlike those of buckets, regions and objects, which have keys too. */
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?:access|account|api|app|application|encryption|hmac|master|private|service|shared"
              + "|storage)[_-]?key|secret|token|pass|cred|sas|signature|connection",
          CASE_INSENSITIVE);

  /** One or two words, or an address without user info and query. */
  private static final Pattern ORDINARY =
      Pattern.compile(
          "WORD(?:[-_/]WORD)?|[a-z][a-z0-9+.-]{1,15}://[^?#@]*"
              .replace("WORD", "(?:[A-Za-z][a-z]{1,14}|[A-Z]{2,15})"));

  private static final Pattern ABOUT_COLLECTIONS =
      Pattern.compile("/api/v1/collections/(?:[^/]+(?:/environment|/storage)?)?");

  private static final Pattern OF_COLLECTION =
      Pattern.compile("/api/v1/collections/([^/]+)(?:/environment|/storage)?");

  private final SecretSink sink;
  private final Exchange next;

  EnvironmentGuard(SecretSink sink, Exchange next) {
    this.sink = sink;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    Request guarded =
        request.handling() instanceof ResponseHandling.Events events
            ? request.handling(new ResponseHandling.Events(guarded(events.listener())))
            : request;
    return next.send(guarded)
        .doOnNext(reply -> guard(reply.body(), request.path()))
        .doOnError(StillRunning.class, failure -> guardNested(failure.reply()));
  }

  private Consumer<JsonNode> guarded(Consumer<JsonNode> listener) {
    return event -> {
      guardNested(event);
      listener.accept(event);
    };
  }

  private static String owner(String path) {
    Matcher of = OF_COLLECTION.matcher(path);
    return of.matches()
        ? URLDecoder.decode(of.group(1).replace("+", "%2B"), StandardCharsets.UTF_8)
        : "";
  }

  private void guard(JsonNode reply, String path) {
    boolean ofCollections = ABOUT_COLLECTIONS.matcher(path).matches();
    List<Secret> nested = new ArrayList<>();
    if (reply.isArray()) {
      reply.forEach(item -> guardRoot(item, "", ofCollections, nested));
    } else {
      guardRoot(reply, owner(path), ofCollections, nested);
    }
    learnNested(nested);
  }

  private void guardNested(JsonNode node) {
    List<Secret> nested = new ArrayList<>();
    removeEnvironments(node, nested);
    learnNested(nested);
  }

  /** Trusts the fields of the root, which are Jetty's: anyone can write what is nested. */
  private void guardRoot(JsonNode root, String owner, boolean ofCollection, List<Secret> nested) {
    if (root instanceof ObjectNode object) {
      removeEnvironment(object).ifPresent(values -> sink.learned(owner, values));
      List<Secret> credentials = ofCollection ? credentials(object.path(STORAGE)) : List.of();
      if (!credentials.isEmpty()) {
        sink.learned(owner, credentials);
      }
    }
    root.forEach(child -> removeEnvironments(child, nested));
  }

  private void removeEnvironments(JsonNode node, List<Secret> values) {
    if (node instanceof ObjectNode object) {
      removeEnvironment(object).ifPresent(values::addAll);
    }
    if (node.isContainer()) {
      node.forEach(child -> removeEnvironments(child, values));
    }
  }

  /** Leaves the names of an environment, and returns its secrets. */
  private Optional<List<Secret>> removeEnvironment(ObjectNode object) {
    JsonNode environment = object.path(ENVIRONMENT);
    if (environment.isMissingNode() || environment.isNull()) {
      return Optional.empty();
    }
    object.set(ENVIRONMENT, names(environment));
    return Optional.of(secrets(environment));
  }

  private void learnNested(List<Secret> values) {
    List<Secret> distinctive = values.isEmpty() ? values : distinctive(values);
    if (!distinctive.isEmpty()) {
      sink.learned("", distinctive);
    }
  }

  /** Returns the values that are no common words or addresses; not all if they are many. */
  private static List<Secret> distinctive(List<Secret> values) {
    return values.stream()
        .filter(value -> value.reveal().strip().length() >= MIN_LENGTH)
        .filter(value -> !ORDINARY.matcher(value.reveal().strip()).matches())
        .distinct()
        .limit(MAX_VALUES)
        .toList();
  }

  private static JsonNode names(JsonNode environment) {
    if (!environment.isObject()) {
      return JsonNodeFactory.instance.booleanNode(true);
    }
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> variable : environment.properties()) {
      if (variable.getValue().isNull()) {
        names.putNull(variable.getKey());
      } else {
        names.put(variable.getKey(), true);
      }
    }
    return names;
  }

  private List<Secret> secrets(JsonNode environment) {
    List<Secret> values = new ArrayList<>();
    for (Map.Entry<String, JsonNode> variable : environment.properties()) {
      JsonNode value = variable.getValue();
      boolean secret =
          !value.isString() || sink.isSecret(variable.getKey(), Secret.of(value.stringValue()));
      if (secret) {
        collect(value, values);
      }
    }
    if (!environment.isObject()) {
      collect(environment, values);
    }
    return values;
  }

  private static List<Secret> credentials(JsonNode storage) {
    List<Secret> values = new ArrayList<>();
    collectCredentials(storage, values);
    return distinctive(values);
  }

  private static void collectCredentials(JsonNode storage, List<Secret> values) {
    for (Map.Entry<String, JsonNode> field : storage.properties()) {
      if (CREDENTIAL.matcher(field.getKey()).find()) {
        collect(field.getValue(), values);
      } else {
        collectCredentials(field.getValue(), values);
      }
    }
  }

  private static void collect(JsonNode node, List<Secret> values) {
    if (node.isContainer()) {
      node.forEach(child -> collect(child, values));
    } else if (!node.isNull() && !node.asString().isEmpty()) {
      values.add(Secret.of(node.asString()));
    }
  }
}
