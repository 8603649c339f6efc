package io.jettymcp.cli;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.COLLECTION;

import io.jettymcp.app.FailureSummary;
import io.jettymcp.app.Invocation;
import io.jettymcp.app.JettyConnection;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.Version;
import io.jettymcp.config.ApiAddress;
import io.jettymcp.config.ProxySelection;
import io.jettymcp.config.ProxyUrl;
import io.jettymcp.config.Setting;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.TrustedCertificates;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.secret.Secret;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Diagnoses settings, token and connection, with a fix for each problem. */
@Command(
    name = "doctor",
    description = {
      "Show the settings and where each came from, then check token, connection and collections."
          + " The exit code is 1 if a check fails."
    })
final class DoctorCommand implements Subcommand {
  private static final int SHOWN_COLLECTIONS = 10;
  private static final int PAGE = 100;
  private static final String CHECK_CONNECTION =
      "check the network, the proxy and JETTY_API_URL; --proxy or HTTPS_PROXY sets a proxy";

  private final KnownSecrets secrets;
  private final Sanitizer sanitizer;

  DoctorCommand(KnownSecrets secrets) {
    this.secrets = secrets;
    this.sanitizer = new Sanitizer(new Redactor(secrets));
  }

  @Override
  public int run(Invocation invocation) {
    PrintWriter out = invocation.out();
    out.println("jetty-mcp " + Version.current());
    ok(out, "Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    settings(out, invocation.settings());
    placeholders(out, invocation.settings());
    ok(
        out,
        "Tools",
        ServerComponents.enabledTools(invocation.settings()).tools().size() + " enabled");
    network(out, invocation.settings());
    try (ServerComponents components = new ServerComponents(invocation, secrets)) {
      JettyConnection jetty = components.jetty();
      Optional<SettingValue<Secret>> token = jetty.token();
      if (token.isEmpty()) {
        fail(
            out,
            "Token",
            "none",
            "run jetty-mcp login, set JETTY_API_TOKEN, or write the token to "
                + invocation.tokens().path());
      } else {
        ok(out, "Token", token.get().value().redacted() + " from " + token.get().source().words());
      }
      boolean reached = reach(out, jetty, invocation.settings());
      return reached && token.isPresent() && collections(out, jetty, invocation.settings())
          ? OK
          : FAILED;
    }
  }

  private static void settings(PrintWriter out, Settings settings) {
    out.println("Settings:");
    for (Settings.Shown shown : settings.shown()) {
      boolean isDefault = shown.source() instanceof Source.Default;
      String value = shown.value().isEmpty() ? "-" : shown.value();
      out.printf(
          "     %-18s %s%s%n",
          name(shown.setting()), value, isDefault ? "" : "  (" + shown.source().words() + ")");
    }
  }

  private static void placeholders(PrintWriter out, Settings settings) {
    for (String sentence : settings.unfilled()) {
      out.println("note Settings: " + sentence);
    }
  }

  private static String name(Setting<?> definition) {
    return definition.flag().orElseGet(definition::title);
  }

  /** Shows what leads to Jetty and what is trusted on the way; {@link #reach} tries it. */
  private static void network(PrintWriter out, Settings settings) {
    proxy(settings)
        .ifPresent(
            proxy -> {
              String url = proxy.proxy().map(ProxyUrl::toString).orElse("none");
              ok(out, "Proxy", url + " (" + proxy.reason() + ")");
              proxy.warnings().forEach(problem -> warn(out, "Proxy", problem));
            });
    TrustedCertificates trusted = TrustedCertificates.of(settings);
    trusted
        .places()
        .forEach(
            place -> ok(out, "Certificates", place.value() + " (" + place.source().words() + ")"));
    trusted.warnings().forEach(problem -> warn(out, "Certificates", problem));
  }

  /** Returns the proxy to Jetty; the simulator is in this process. */
  private static Optional<ProxySelection> proxy(Settings settings) {
    return settings.get(API_URL) instanceof ApiAddress.Remote jetty
        ? Optional.of(ProxySelection.of(settings, jetty.base()))
        : Optional.empty();
  }

  private boolean reach(PrintWriter out, JettyConnection jetty, Settings settings) {
    Optional<Failure> failure = failure(jetty, Request.get("/api/v1/health"));
    // Any other response shows that Jetty is there; an older one may not have this endpoint.
    if (failure.isPresent() && failure.get() instanceof Unavailable down) {
      fail(out, "Connection", FailureSummary.of(down, sanitizer), fix(settings));
      return false;
    }
    ok(out, "Connection", "Jetty responds");
    return true;
  }

  private static String fix(Settings settings) {
    return proxy(settings)
        .filter(selection -> selection.proxy().isPresent())
        .map(
            selection ->
                "check the proxy of "
                    + selection.reason()
                    + "; --proxy URL sets another one, --proxy none connects directly")
        .orElse(CHECK_CONNECTION);
  }

  private static Optional<Failure> failure(JettyConnection jetty, Request request) {
    return jetty
        .send(request)
        .<Optional<Failure>>map(reply -> Optional.empty())
        .onErrorResume(Failure.class, failure -> Mono.just(Optional.of(failure)))
        .blockOptional()
        .orElseThrow();
  }

  private boolean collections(PrintWriter out, JettyConnection jetty, Settings settings) {
    List<String> names;
    try {
      names = names(jetty);
    } catch (Failure failure) {
      fail(
          out,
          "Collections",
          FailureSummary.of(failure, sanitizer),
          failure instanceof NotSignedIn
              ? "the token is not valid; create a new one at https://jetty.io, then run jetty-mcp login"
              : failure instanceof Unavailable
                  ? CHECK_CONNECTION
                  : "find out whose token this is: jetty-mcp call whoami");
      return false;
    }
    String shown =
        String.join(", ", names.stream().limit(SHOWN_COLLECTIONS).toList())
            + (names.size() > SHOWN_COLLECTIONS ? ", …" : "");
    Optional<String> preset = settings.get(COLLECTION);
    if (preset.isPresent() && !canAccess(jetty, names, preset.get())) {
      fail(
          out,
          "Collections",
          "the token can access " + shown + ", not " + preset.get(),
          "change --collection or JETTY_COLLECTION");
      return false;
    }
    ok(out, "Collections", names.isEmpty() ? "none yet" : shown);
    return true;
  }

  /** Asks for the collection itself if the list has more than one page. */
  private static boolean canAccess(JettyConnection jetty, List<String> names, String name) {
    return names.contains(name)
        || (names.size() >= PAGE
            && failure(jetty, Request.get("/api/v1/collections/{}", name)).isEmpty());
  }

  private List<String> names(JettyConnection jetty) {
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
    hideValues(jetty, names);
    return names.stream().map(name -> sanitizer.line(name, 80)).toList();
  }

  /** Learns the environments of the shown collections, so that none of their values can show. */
  private static void hideValues(JettyConnection jetty, List<String> collections) {
    Flux.fromIterable(collections)
        .take(SHOWN_COLLECTIONS)
        .flatMap(
            name ->
                Mono.defer(
                        () -> jetty.send(Request.get("/api/v1/collections/{}/environment", name)))
                    .onErrorComplete(Failure.class))
        .blockLast();
  }

  private static void ok(PrintWriter out, String check, String result) {
    out.printf("ok   %s: %s%n", check, result);
  }

  private static void warn(PrintWriter out, String check, String problem) {
    out.printf("WARN %s: %s%n", check, problem);
  }

  private static void fail(PrintWriter out, String check, String result, String fix) {
    out.printf("FAIL %s: %s%n     Fix: %s%n", check, result, fix);
  }
}
