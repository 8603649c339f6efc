package io.jettymcp.cli.doctor;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.COLLECTION;

import io.jettymcp.app.FailureSummary;
import io.jettymcp.app.JettyConnection;
import io.jettymcp.config.ApiAddress;
import io.jettymcp.config.ProxySelection;
import io.jettymcp.config.ProxyUrl;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.TrustedCertificates;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checks the way to Jetty, the token, and what the token can access. */
final class ConnectionChecks {
  private static final int SHOWN_COLLECTIONS = 10;
  private static final int PAGE = 100;

  private final Settings settings;
  private final JettyConnection jetty;
  private final Sanitizer sanitizer;
  private final String program;
  private final Fixes fixes;
  private final List<Check> checks = new ArrayList<>();

  /**
   * @param program how the person types the name of this program
   */
  ConnectionChecks(Settings settings, JettyConnection jetty, Sanitizer sanitizer, String program) {
    this.settings = settings;
    this.jetty = jetty;
    this.sanitizer = sanitizer;
    this.program = program;
    this.fixes = new Fixes(proxy(), program);
  }

  /**
   * Runs all of them.
   *
   * @param tokenFile where a token can be written
   */
  List<Check> run(Path tokenFile) {
    network();
    boolean reached = reach();
    Optional<SettingValue<Secret>> token = jetty.token();
    if (token.isEmpty()) {
      fail(
          "Token",
          "none",
          "run " + program + " login, set JETTY_API_TOKEN, or write the token to " + tokenFile);
    } else {
      String shown = token.get().value().redacted() + " from " + token.get().source().words();
      if (reached) {
        collections(shown, token.get().source());
      } else {
        unverified(shown);
      }
    }
    return checks;
  }

  /** Shows what leads to Jetty and what is trusted on the way; {@link #reach} tries it. */
  private void network() {
    proxy()
        .ifPresent(
            proxy -> {
              String url = proxy.proxy().map(ProxyUrl::toString).orElse("none");
              checks.add(Check.ok("Proxy", url + " (" + proxy.reason() + ")"));
              proxy.warnings().forEach(problem -> checks.add(Check.warning("Proxy", problem)));
            });
    TrustedCertificates trusted = TrustedCertificates.of(settings);
    trusted
        .places()
        .forEach(
            place ->
                checks.add(
                    Check.ok("Certificates", place.value() + " (" + place.source().words() + ")")));
    trusted.warnings().forEach(problem -> checks.add(Check.warning("Certificates", problem)));
  }

  /** Returns the proxy to Jetty; the simulator is in this process. */
  private Optional<ProxySelection> proxy() {
    return settings.get(API_URL) instanceof ApiAddress.Remote remote
        ? Optional.of(ProxySelection.of(settings, remote.base()))
        : Optional.empty();
  }

  private boolean reach() {
    Optional<Failure> failure = failure(Request.get("/api/v1/health"));
    // Any other response shows that Jetty is there; an older one may not have this endpoint.
    if (failure.isPresent() && failure.get() instanceof Unavailable down) {
      fail("Connection", down);
      return false;
    }
    checks.add(Check.ok("Connection", "Jetty responds"));
    return true;
  }

  private Optional<Failure> failure(Request request) {
    return jetty
        .send(request)
        .<Optional<Failure>>map(reply -> Optional.empty())
        .onErrorResume(Failure.class, failure -> Mono.just(Optional.of(failure)))
        .blockOptional()
        .orElseThrow();
  }

  /**
   * Lists the collections, which shows whether Jetty accepts the token.
   *
   * @param token as it is shown
   */
  private void collections(String token, Source source) {
    List<String> names;
    try {
      names = names();
    } catch (NotSignedIn refused) {
      fail("Token", token + " is rejected by Jetty", fixes.ofRejected(source));
      return;
    } catch (Refused refused) {
      checks.add(Check.ok("Token", token));
      fail("Collections", refused);
      return;
    } catch (Failure failure) {
      unverified(token);
      fail("Collections", failure);
      return;
    }
    checks.add(Check.ok("Token", token));
    checks.add(ofCollections(names));
  }

  private void unverified(String token) {
    checks.add(Check.note("Token", token + ", not verified"));
  }

  private Check ofCollections(List<String> names) {
    String shown =
        String.join(", ", names.stream().limit(SHOWN_COLLECTIONS).toList())
            + (names.size() > SHOWN_COLLECTIONS ? ", …" : "");
    Optional<String> preset = settings.get(COLLECTION);
    return preset.isPresent() && !canAccess(names, preset.get())
        ? Check.failure(
            "Collections",
            "the token can access " + shown + ", not " + preset.get(),
            "change --collection or JETTY_COLLECTION")
        : Check.ok("Collections", names.isEmpty() ? "none yet" : shown);
  }

  /** Asks for the collection itself if the list has more than one page. */
  private boolean canAccess(List<String> names, String name) {
    return names.contains(name)
        || (names.size() >= PAGE && failure(Request.get("/api/v1/collections/{}", name)).isEmpty());
  }

  private List<String> names() {
    Reply reply =
        jetty
            .send(
                Request.get("/api/v1/collections/")
                    .query("limit", PAGE)
                    .fields(FieldMask.fields("name")))
            .blockOptional()
            .orElseThrow();
    List<String> names =
        reply.body().values().stream().map(item -> item.path("name").asString("")).toList();
    hideValues(names);
    return names.stream().map(name -> sanitizer.line(name, 80)).toList();
  }

  /** Learns the environments of the shown collections, so that none of their values can show. */
  private void hideValues(List<String> collections) {
    Flux.fromIterable(collections)
        .take(SHOWN_COLLECTIONS)
        .flatMap(
            name ->
                Mono.defer(
                        () -> jetty.send(Request.get("/api/v1/collections/{}/environment", name)))
                    .onErrorComplete(Failure.class))
        .blockLast();
  }

  private void fail(String about, Failure failure) {
    checks.add(
        new Check(
            Check.Outcome.FAILURE,
            about,
            FailureSummary.of(failure, sanitizer),
            fixes.of(failure)));
  }

  private void fail(String about, String problem, String fix) {
    checks.add(Check.failure(about, problem, fix));
  }
}
