package io.jettymcp.cli;

import static io.jettymcp.config.GeneralSettings.COLLECTION;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.JettyConnection;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.Version;
import io.jettymcp.config.Setting;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
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

/** Says what is set, what works, and what to do about what does not. */
@Command(
    name = "doctor",
    description = {
      "Shows the settings and where each came from, then checks token, connection and collections."
          + " The exit code is 1 if something is wrong."
    })
final class DoctorCommand implements Subcommand {
  private static final int SHOWN_COLLECTIONS = 10;
  private static final int PAGE = 100;
  private static final String CHECK_CONNECTION = "check the network, a proxy, and JETTY_API_URL";

  private final KnownSecrets secrets;
  private final Sanitizer outgoing;

  DoctorCommand(KnownSecrets secrets) {
    this.secrets = secrets;
    this.outgoing = new Sanitizer(new Redactor(secrets));
  }

  @Override
  public int run(Invocation invocation) {
    PrintWriter out = invocation.out();
    out.println("jetty-mcp " + Version.current());
    good(out, "Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    settings(out, invocation.settings());
    good(
        out,
        "Tools",
        ServerComponents.enabledTools(invocation.settings()).tools().size()
            + " are offered with these settings");
    try (ServerComponents assembly = new ServerComponents(invocation, secrets)) {
      JettyConnection jetty = assembly.jetty();
      Optional<SettingValue<Secret>> token = jetty.token();
      if (token.isEmpty()) {
        bad(
            out,
            "Token",
            "none",
            "set JETTY_API_TOKEN, or write it to "
                + invocation.tokens().path()
                + ", or run: jetty-mcp login");
      } else {
        good(
            out, "Token", token.get().value().redacted() + " from " + token.get().source().words());
      }
      boolean reached = reach(out, jetty);
      return reached && token.isPresent() && collections(out, jetty, invocation.settings())
          ? OK
          : FAILED;
    }
  }

  private static void settings(PrintWriter out, Settings settings) {
    out.println("Settings:");
    for (Settings.Shown shown : settings.shown()) {
      boolean usual = shown.source() instanceof Source.Default;
      String value = shown.value().isEmpty() ? "-" : shown.value();
      out.printf(
          "     %-18s %s%s%n",
          name(shown.setting()), value, usual ? "" : "  (" + shown.source().words() + ")");
    }
  }

  private static String name(Setting<?> definition) {
    return definition.flag().orElseGet(definition::title);
  }

  private boolean reach(PrintWriter out, JettyConnection jetty) {
    Optional<Failure> failure = fault(jetty, Request.get("/api/v1/health"));
    // Any answer shows that Jetty is there; an older one may not have this address.
    if (failure.isPresent() && failure.get() instanceof Unavailable down) {
      bad(out, "Connection", words(down), CHECK_CONNECTION);
      return false;
    }
    good(out, "Connection", "Jetty answers");
    return true;
  }

  private static Optional<Failure> fault(JettyConnection jetty, Request request) {
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
      bad(
          out,
          "Collections",
          words(failure),
          failure instanceof NotSignedIn
              ? "the token is not valid: make a new one at https://jetty.io, then jetty-mcp login"
              : failure instanceof Unavailable
                  ? CHECK_CONNECTION
                  : "ask whose token this is: jetty-mcp call whoami");
      return false;
    }
    String shown =
        String.join(", ", names.stream().limit(SHOWN_COLLECTIONS).toList())
            + (names.size() > SHOWN_COLLECTIONS ? ", …" : "");
    Optional<String> preset = settings.get(COLLECTION);
    if (preset.isPresent() && !sees(jetty, names, preset.get())) {
      bad(
          out,
          "Collections",
          "the token sees " + shown + ", not " + preset.get(),
          "change --collection or JETTY_COLLECTION");
      return false;
    }
    good(out, "Collections", names.isEmpty() ? "none yet" : shown);
    return true;
  }

  /** A collection may stand behind the first page of the list. */
  private static boolean sees(JettyConnection jetty, List<String> names, String name) {
    return names.contains(name)
        || (names.size() >= PAGE
            && fault(jetty, Request.get("/api/v1/collections/{}", name)).isEmpty());
  }

  /** What we found ourselves: Jetty's own words may hold values of environments nobody has read. */
  private String words(Failure failure) {
    if (!(failure instanceof Unavailable down)) {
      return String.valueOf(failure.getMessage());
    }
    String found = outgoing.line(down.detail(), 200);
    return down.status() != 0
        ? "server error " + down.status()
        : found.isEmpty() ? "no answer" : found;
  }

  private List<String> names(JettyConnection jetty) {
    Reply reply =
        jetty
            .send(
                Request.get("/api/v1/collections/")
                    .query("limit", PAGE)
                    .keeping(FieldMask.fields("name")))
            .blockOptional()
            .orElseThrow();
    List<String> names =
        reply.body().values().stream().map(item -> item.path("name").asString("")).toList();
    hideValues(jetty, names);
    return names.stream().map(name -> outgoing.line(name, 80)).toList();
  }

  /** Reads the environments of what will be shown, so that none of their values can be in it. */
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

  private static void good(PrintWriter out, String what, String how) {
    out.printf("ok   %s: %s%n", what, how);
  }

  private static void bad(PrintWriter out, String what, String how, String cure) {
    out.printf("BAD  %s: %s%n     To do: %s%n", what, how, cure);
  }
}
