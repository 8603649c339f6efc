package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.Defect;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Failure.UnknownCollection;
import io.jettymcp.json.Json;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.text.NearestName;
import io.jettymcp.text.Truncate;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Words a failure for the model: what happened, with which argument, and what to do next. */
final class FailureMessages {
  private static final int MAX_QUOTE_LENGTH = 600;

  private static final int MAX_NAME_LENGTH = 60;

  private static final String LIST_RUNS = "list-trajectories";

  /** The HTTP status of a request with a body above the limit of Jetty's gateway. */
  private static final int TOO_LARGE = 413;

  /** The most collections that an error lists. */
  private static final int MAX_NAMES = 10;

  /** In characters of up to 3 bytes each, so that an error stays below 32,000 bytes. */
  private static final int MAX_LENGTH = 10_000;

  /** Effects that change nothing at Jetty: the call can be retried whatever its outcome. */
  private static final Set<Effect> READ_ONLY_EFFECTS = Set.of(Effect.READ, Effect.SAVE);

  private final Sanitizer sanitizer;
  private final Remedies remedies;
  private final EnabledTools enabledTools;
  private final Checks checks;

  FailureMessages(Sanitizer sanitizer, Remedies remedies, EnabledTools enabledTools) {
    this.sanitizer = sanitizer;
    this.remedies = remedies;
    this.enabledTools = enabledTools;
    this.checks = new Checks(enabledTools);
  }

  /**
   * Returns the error text, sanitized and bounded.
   *
   * @param in the arguments of the call, as far as they are known
   */
  String of(Failure failure, Tool tool, Args in) {
    String text = sanitizer.text(text(failure, tool, in) + start(failure, tool));
    // Prefixed after redaction: the redactor reads "check-secrets: x" as a named secret.
    return Truncate.withCount(
        failure instanceof BadArguments ? tool.name() + ": " + text : text, MAX_LENGTH);
  }

  /** Returns the same failure without the text that came from Jetty. */
  static Failure unquoted(Failure failure) {
    if (failure instanceof NotSignedIn none && none.tokenSent()) {
      return new NotSignedIn(true, "");
    }
    if (failure instanceof Refused refused) {
      return new Refused(refused.kind(), refused.status(), "");
    }
    if (failure instanceof RateLimited limited) {
      return new RateLimited(limited.retryAfter());
    }
    if (failure instanceof StartUnknown unknown) {
      return new StartUnknown(unquoted(unknown.why()));
    }
    return failure instanceof Unavailable down && down.status() != 0
        ? new Unavailable(down.reason(), down.status(), "", down.retryAfter())
        : failure;
  }

  /** Returns an error about the same argument without its reason, which may quote Jetty. */
  static BadArguments unquoted(BadArguments bad) {
    return new BadArguments(
        bad.argument(),
        "\""
            + bad.argument()
            + "\" was refused. The reason quotes Jetty, and the collection's environment could not"
            + " be read, so it is not shown. Check the argument, or retry later.");
  }

  /** Says whether a call that was to start a run did so. */
  private String start(Failure failure, Tool tool) {
    if (tool.effect() != Effect.START || failure instanceof StillRunning) {
      return "";
    }
    boolean unknown =
        failure instanceof StartUnknown
            || failure instanceof Defect
            || (failure instanceof Unavailable down && down.reason() == Reason.TIMED_OUT);
    return unknown
        ? " A run may have been started: check"
            + enabledTools.mention(LIST_RUNS, " with " + LIST_RUNS)
            + " before you start it again."
        : " No run was started.";
  }

  private String text(Failure failure, Tool tool, Args in) {
    if (failure instanceof BadArguments bad) {
      return bounded(bad);
    }
    if (failure instanceof NotSignedIn none) {
      return (none.tokenSent()
              ? "Jetty rejected the token" + said(none) + ". It may have expired or been revoked. "
              : none.detail().isEmpty()
                  ? "There is no Jetty API token. "
                  : "The Jetty API token cannot be sent" + reason(none) + ". ")
          + remedies.signingIn();
    }
    if (failure instanceof Refused refused) {
      return refused(refused, in);
    }
    if (failure instanceof UnknownCollection unknown) {
      return unknown(unknown);
    }
    if (failure instanceof RateLimited limited) {
      return "Jetty is rate-limiting this token (429)"
          + said(limited)
          + ". Retry "
          + limited.retryAfter().map(after -> "in " + seconds(after)).orElse("in a minute")
          + ", with fewer calls at a time.";
    }
    if (failure instanceof Unavailable down) {
      return unavailable(down, tool);
    }
    if (failure instanceof StillRunning) {
      return "Jetty accepted the run but did not answer in time. The run continues"
          + enabledTools.mention(LIST_RUNS, ": " + LIST_RUNS + " shows it first")
          + ". Do not start it again.";
    }
    if (failure instanceof StartUnknown unknown) {
      return text(unknown.why(), tool, in);
    }
    if (failure instanceof TooLarge large) {
      return tooLarge(large);
    }
    if (failure instanceof Declined declined) {
      return declined.what();
    }
    return "Internal error in jetty-mcp; your call is not to blame. See its log.";
  }

  private static String tooLarge(TooLarge large) {
    String exceeds = " exceeds " + large.bound() + " bytes";
    return switch (large.what()) {
      case REPLY ->
          "Jetty's reply"
              + exceeds
              + " and was not read. Request less: a smaller limit, or one step.";
      case EVENT ->
          "An event of Jetty's stream" + exceeds + " and was not read. Ask for a shorter answer.";
      case FILE ->
          "The file"
              + exceeds
              + ", the most that can be saved, and was not kept. If it is an"
              + " archive of a run, download its files one by one.";
    };
  }

  /** Shortens the name of an argument, after redaction: models paste values in its place. */
  private String bounded(BadArguments bad) {
    return bad.argument().length() <= MAX_NAME_LENGTH
        ? bad.problem()
        : bad.problem().replace(bad.argument(), sanitizer.line(bad.argument(), MAX_NAME_LENGTH));
  }

  private String refused(Refused refused, Args in) {
    String said = said(refused);
    return switch (refused.kind()) {
      case FORBIDDEN ->
          "Jetty does not allow this"
              + said
              + "."
              + enabledTools.mention(
                  "whoami", " Use whoami to see which collections the token may access.");
      case NOT_FOUND -> "Not found" + said + "." + checks.arguments(in, refused.detail());
      case CONFLICT ->
          "The name is taken" + said + ". Choose another name, or update the existing one.";
      case INVALID ->
          refused.status() == TOO_LARGE
              ? "The request is too large for Jetty (413)" + said + ". Send less per call."
              : "Jetty rejected the request ("
                  + refused.status()
                  + ")"
                  + said
                  + ". Fix the arguments and call again.";
    };
  }

  private String unknown(UnknownCollection unknown) {
    List<String> known = unknown.known().stream().map(name -> sanitizer.line(name, 80)).toList();
    String some =
        " Available: "
            + String.join(", ", known.subList(0, Math.min(MAX_NAMES, known.size())))
            + ".";
    return "Not found: this token sees no collection \""
        + unknown.name()
        + "\"."
        + NearestName.hint(unknown.name(), known, some)
        + enabledTools.mention(
            "list-collections", " next: [{\"tool\":\"list-collections\",\"arguments\":{}}]");
  }

  private String unavailable(Unavailable down, Tool tool) {
    String what =
        switch (down.reason()) {
          case NOT_CONNECTED -> "Jetty could not be reached" + reason(down) + ". Nothing was sent";
          case BROKEN_OFF ->
              "The connection to Jetty closed before the reply was complete" + reason(down);
          case TIMED_OUT -> "Jetty did not respond in time" + reason(down);
          case SERVER_ERROR -> "Jetty returned a server error (" + down.status() + ")" + said(down);
          case UNREADABLE -> "Jetty's reply could not be read" + reason(down);
          case BLOCKED ->
              "The network blocks the way to Jetty" + reason(down) + ". Nothing was sent";
          case INTERCEPTED -> "The network answered in Jetty's place" + reason(down);
        };
    boolean certain = READ_ONLY_EFFECTS.contains(tool.effect()) || down.nothingSent();
    if (tool.effect() == Effect.START && !certain) {
      return what + ".";
    }
    if (down.reason() == Reason.BLOCKED || (certain && down.reason() == Reason.INTERCEPTED)) {
      return what + "." + remedies.network();
    }
    return what
        + (certain
            ? ". Retry "
                + down.retryAfter().map(after -> "in " + seconds(after)).orElse("later")
                + remedies.checking()
                + "."
            : ". Jetty may or may not have carried it out." + checks.outcome(tool));
  }

  /** Quotes Jetty as JSON, so that its words cannot be taken for ours. */
  private String said(Failure failure) {
    String detail = sanitizer.line(failure.detail(), MAX_QUOTE_LENGTH);
    return detail.isEmpty() ? "" : ". Jetty said: " + Json.node(detail);
  }

  /** Adds a reason in our own words. */
  private String reason(Failure failure) {
    String detail = sanitizer.line(failure.detail(), MAX_QUOTE_LENGTH);
    return detail.isEmpty() ? "" : ": " + detail.replaceAll("[.\\s]+$", "");
  }

  private static String seconds(Duration duration) {
    return Math.max(1, duration.toSeconds()) + " s";
  }
}
