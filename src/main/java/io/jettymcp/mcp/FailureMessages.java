package io.jettymcp.mcp;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.json.Excerpts;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import java.time.Duration;
import java.util.Set;

/** Says what went wrong, with which argument, and what to do next. */
final class FailureMessages {
  private static final int MAX_QUOTE_LENGTH = 600;

  /** In characters, of which each may take 3 bytes: an error stays below 32,000 bytes. */
  private static final int MAX_LENGTH = 10_000;

  /** What changes nothing at Jetty, so that it can be repeated whatever became of it. */
  private static final Set<Effect> READING = Set.of(Effect.READ, Effect.SAVE);

  private final Sanitizer outgoing;
  private final Remedies advice;

  FailureMessages(Sanitizer outgoing, Remedies advice) {
    this.outgoing = outgoing;
    this.advice = advice;
  }

  /** The whole error, in words that may leave. */
  String of(Failure failure, Tool tool) {
    String said = outgoing.text(words(failure, tool));
    // Not before: in "check-secrets: x" the redactor sees the name of a secret and its value.
    return Excerpts.head(
        failure instanceof BadArguments ? tool.name() + ": " + said : said, MAX_LENGTH);
  }

  /** The same failure without what Jetty said. */
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
    return failure instanceof Unavailable down && down.status() != 0
        ? new Unavailable(down.reason(), down.status(), "", down.retryAfter())
        : failure;
  }

  private String words(Failure failure, Tool tool) {
    if (failure instanceof BadArguments bad) {
      return bad.problem();
    }
    if (failure instanceof NotSignedIn none) {
      return (none.tokenSent()
              ? "Jetty refused the token" + quote(none) + ". It may be expired or switched off. "
              : none.detail().isEmpty()
                  ? "There is no Jetty API token. "
                  : "The Jetty API token cannot be sent" + quote(none) + ". ")
          + advice.signingIn();
    }
    if (failure instanceof Refused refused) {
      return refused(refused, tool);
    }
    if (failure instanceof RateLimited limited) {
      return "Jetty asks for fewer requests (429)"
          + quote(limited)
          + ". Try again "
          + limited.retryAfter().map(after -> "in " + seconds(after)).orElse("in a minute")
          + ", and make fewer calls at once.";
    }
    if (failure instanceof Unavailable down) {
      return unavailable(down, tool);
    }
    if (failure instanceof StillRunning) {
      return "Jetty took the run but did not answer in time. The run goes on: list-trajectories"
          + " shows it as the newest. Do not start it again.";
    }
    if (failure instanceof TooLarge large) {
      return "Jetty's reply is larger than "
          + large.bound()
          + " bytes, so it was not read. Ask for less: a smaller limit, or one step.";
    }
    if (failure instanceof Declined declined) {
      return declined.what();
    }
    return "This is a fault of jetty-mcp, not of your call. Its log has more.";
  }

  private String refused(Refused refused, Tool tool) {
    String said = quote(refused);
    return switch (refused.kind()) {
      case FORBIDDEN ->
          "Jetty does not allow this"
              + said
              + ". Check with whoami which collections the token may use.";
      case NOT_FOUND -> "Jetty does not know it" + said + ". " + whereToLook(tool);
      case CONFLICT ->
          "The name is taken" + said + ". Choose another one, or change what is there.";
      case INVALID ->
          "Jetty refused the request (" + refused.status() + ")" + said + ". Mend the arguments.";
    };
  }

  private static String whereToLook(Tool tool) {
    return switch (tool.toolset()) {
      case ACCOUNT, ENVIRONMENT, ASSETS -> "Check the collection with list-collections.";
      case FILES ->
          "Take the path from the results of a run (get-trajectory), or look with list-files.";
      case TEMPLATES -> "Check the activity with list-step-templates.";
      case CHAT -> "Check the name of the model.";
      case TASKS, RUNBOOKS -> "Check collection and task with list-tasks.";
      case RUNS ->
          "Check the task with list-tasks and the run with list-trajectories; a run that was started"
              + " seconds ago may still be queued.";
      case ROUTINES -> "Check the routine with list-routines and the task with list-tasks.";
    };
  }

  private String unavailable(Unavailable down, Tool tool) {
    String what =
        switch (down.reason()) {
          case NOT_CONNECTED -> "Jetty could not be reached" + quote(down) + ". Nothing was sent";
          case BROKEN_OFF -> "The connection to Jetty ended too early" + quote(down);
          case TIMED_OUT -> "Jetty was too slow" + quote(down);
          case SERVER_ERROR -> "Jetty has a fault of its own (" + down.status() + ")" + quote(down);
          case UNREADABLE -> "Jetty's reply could not be read" + quote(down);
        };
    boolean certain =
        READING.contains(tool.effect()) || down.reason() == Unavailable.Reason.NOT_CONNECTED;
    return what
        + (certain
            ? ". Try again "
                + down.retryAfter().map(after -> "in " + seconds(after)).orElse("later")
                + advice.checking()
                + "."
            : ". It is not known whether Jetty carried it out: look before you repeat it. "
                + whereToLook(tool));
  }

  private String quote(Failure failure) {
    String detail = outgoing.line(failure.detail(), MAX_QUOTE_LENGTH);
    return detail.isEmpty() ? "" : ": " + detail.replaceAll("[.\\s]+$", "");
  }

  private static String seconds(Duration duration) {
    return Math.max(1, duration.toSeconds()) + " s";
  }
}
