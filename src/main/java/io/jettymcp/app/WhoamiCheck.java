package io.jettymcp.app;

import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.secret.Secret;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Verifies a token by a request for its owner. */
public final class WhoamiCheck implements TokenCheck {
  private final KnownSecrets secrets;
  private final Sanitizer sanitizer;

  public WhoamiCheck(KnownSecrets secrets) {
    this.secrets = secrets;
    this.sanitizer = new Sanitizer(new Redactor(secrets));
  }

  @Override
  public Outcome check(Secret token, Settings settings) {
    SettingValue<Secret> given = new SettingValue<>(token, new Source.Default());
    try (JettyConnection jetty = new JettyConnection(settings, () -> Optional.of(given), secrets)) {
      return jetty
          .send(Request.get("/api/v1/auth/whoami"))
          .onErrorResume(
              WhoamiCheck::isNotFound, e -> jetty.send(Request.get("/api/v1/collections/")))
          .map(Reply::body)
          .flatMap(body -> withKnownSecrets(jetty, body))
          .<Outcome>map(body -> new Accepted(scope(body)))
          .onErrorResume(Failure.class, failure -> Mono.just(outcome(failure)))
          .blockOptional()
          .orElseThrow();
    }
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof Failure.Refused refused
        && refused.kind() == Failure.Refused.Kind.NOT_FOUND;
  }

  /**
   * Learns the environment of the collection that will be printed, so that no value of it shows.
   */
  private static Mono<JsonNode> withKnownSecrets(JettyConnection jetty, JsonNode body) {
    String name = name(body);
    return PathSegment.problem(name).isPresent()
        ? Mono.just(body)
        : jetty
            .send(Request.get("/api/v1/collections/{}/environment", name))
            .map(reply -> body)
            .onErrorReturn(Failure.class, body);
  }

  private static String name(JsonNode body) {
    JsonNode name = body.isArray() ? body.path(0).path("name") : body.path("collection_scope");
    return name.asString("");
  }

  private String scope(JsonNode body) {
    if (body.isArray() && body.size() > 1) {
      return body.size() + " collections";
    }
    String name = sanitizer.line(name(body), 80);
    return Optional.of(name)
        .filter(text -> !text.isEmpty())
        .map(text -> "collection " + text)
        .orElse("all collections of a user or organization");
  }

  private Outcome outcome(Failure failure) {
    if (failure instanceof NotSignedIn
        || (failure instanceof Failure.Refused refused
            && refused.kind() == Failure.Refused.Kind.FORBIDDEN)) {
      return new Rejected("Create a new one at https://jetty.io under Settings, API Tokens.");
    }
    return new Unverified(FailureSummary.of(failure, sanitizer));
  }
}
