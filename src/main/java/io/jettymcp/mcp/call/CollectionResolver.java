package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.UnknownCollection;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.redact.Sanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Resolves the collection of a call that names none, and recognises an unknown one. */
final class CollectionResolver {
  private static final int MAX_CHOICES = 100;

  private final Exchange jetty;
  private final Optional<String> preset;
  private final Sanitizer sanitizer;

  CollectionResolver(Exchange jetty, Optional<String> preset, Sanitizer sanitizer) {
    this.jetty = jetty;
    this.preset = preset;
    this.sanitizer = sanitizer;
  }

  /** Returns the default collection, else the only one of the token, else the user's choice. */
  Mono<String> resolve(McpClient client) {
    return resolve(client, choice -> choice);
  }

  /**
   * Resolves the collection of a call.
   *
   * @param asking wraps the question to the user, whose time is not that of the call
   */
  Mono<String> resolve(McpClient client, UnaryOperator<Mono<String>> asking) {
    return preset
        .map(Mono::just)
        .orElseGet(() -> names().flatMap(names -> choose(names, client, asking)));
  }

  /**
   * Replaces a refusal by {@link UnknownCollection} if the token does not see the collection. Jetty
   * itself says "task not found" or "not allowed" then.
   */
  Mono<Failure> explained(Refused refused, String collection) {
    if (refused.kind() != Refused.Kind.NOT_FOUND && refused.kind() != Refused.Kind.FORBIDDEN) {
      return Mono.just(refused);
    }
    return names()
        .<Failure>map(
            names ->
                names.isEmpty() || names.size() >= MAX_CHOICES || names.contains(collection)
                    ? refused
                    : new UnknownCollection(collection, names))
        .onErrorReturn(Failure.class, refused);
  }

  /** Returns the only collection whose name differs from this one in case alone, if any. */
  Mono<String> respelled(String collection) {
    return names()
        .map(names -> names.stream().filter(collection::equalsIgnoreCase).toList())
        .filter(alike -> alike.size() == 1 && !alike.contains(collection))
        .map(alike -> alike.get(0))
        .onErrorComplete(Failure.class);
  }

  private Mono<List<String>> names() {
    return jetty
        .send(
            Request.get("/api/v1/collections/")
                .query("limit", MAX_CHOICES)
                .fields(FieldMask.fields("name")))
        .map(
            reply ->
                reply.body().values().stream()
                    .map(item -> item.path("name").asString(""))
                    .filter(name -> !name.isEmpty())
                    .toList());
  }

  private Mono<String> choose(
      List<String> names, McpClient client, UnaryOperator<Mono<String>> asking) {
    if (names.size() == 1) {
      return Mono.just(names.get(0));
    }
    if (names.isEmpty()) {
      return Mono.error(
          new BadArguments(
              "collection", "This token has no collection. Create one at https://jetty.io."));
    }
    List<String> shown = shown(names);
    if (!client.canAsk()) {
      return Mono.error(severalOf(shown));
    }
    return asking.apply(client.once(names::contains, ask(names, shown, client)));
  }

  private Mono<String> ask(List<String> names, List<String> shown, McpClient client) {
    return client
        .choose("Which Jetty collection should be used?", "collection", shown)
        .onErrorMap(
            e ->
                e instanceof McpClient.Unanswered unanswered
                    ? noneOf(shown, sanitizer.line(unanswered.cause(), 300))
                    : severalOf(shown))
        .flatMap(
            chosen ->
                Mono.justOrEmpty(chosen.map(shown::indexOf).filter(place -> place >= 0))
                    .map(names::get)
                    .switchIfEmpty(
                        Mono.error(() -> noneOf(shown, "the user declined the question"))));
  }

  /** Sanitizes names for display and makes them distinct. */
  private List<String> shown(List<String> names) {
    List<String> shown = new ArrayList<>();
    for (String name : names) {
      String line = sanitizer.line(name, 80);
      shown.add(shown.contains(line) ? line + " (" + (shown.size() + 1) + ")" : line);
    }
    return shown;
  }

  private static BadArguments severalOf(List<String> shown) {
    return new BadArguments(
        "collection",
        "\"collection\" is missing and the token has several: "
            + String.join(", ", shown)
            + ". Ask the user which one to use, then pass it.");
  }

  /**
   * @param why the reason, a clause
   */
  private static Declined noneOf(List<String> shown, String why) {
    return new Declined(
        "No collection was chosen, so nothing was done: "
            + why
            + ". Available: "
            + String.join(", ", shown)
            + ". Pass \"collection\", or start jetty-mcp with --collection NAME.");
  }
}
