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
 * the credentials of a storage to the sink too, as other fields can repeat them.
 */
final class EnvironmentGuard implements Exchange {
  private static final String ENVIRONMENT = "environment_variables";
  private static final String STORAGE = "storage_info";

  /** Names of credentials, unlike those of buckets and regions. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("key|secret|token|pass|cred|sas|signature|connection", CASE_INSENSITIVE);

  private static final Pattern OF_COLLECTION =
      Pattern.compile("/api/v1/collections/([^/]+)(?:/environment)?");

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
        .doOnError(StillRunning.class, failure -> guard(failure.reply(), ""));
  }

  private Consumer<JsonNode> guarded(Consumer<JsonNode> listener) {
    return event -> {
      guard(event, "");
      listener.accept(event);
    };
  }

  private static String owner(String path) {
    Matcher of = OF_COLLECTION.matcher(path);
    return of.matches()
        ? URLDecoder.decode(of.group(1).replace("+", "%2B"), StandardCharsets.UTF_8)
        : "";
  }

  /** Passes the path only to the root: what is nested may be written by anyone. */
  private void guard(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      JsonNode environment = object.get(ENVIRONMENT);
      if (environment != null && !environment.isNull()) {
        sink.learned(owner(path), secrets(environment));
        object.set(ENVIRONMENT, names(environment));
      }
      List<Secret> credentials = new ArrayList<>();
      collectCredentials(object.path(STORAGE), credentials);
      if (!credentials.isEmpty()) {
        sink.learned(owner(path), credentials);
      }
    }
    for (JsonNode child : node) {
      guard(child, "");
    }
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
