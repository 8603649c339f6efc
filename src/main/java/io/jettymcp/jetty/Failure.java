package io.jettymcp.jetty;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reports why a call could not be carried out, by the kinds that a host can act on. Holds facts
 * only; {@code mcp} words them. A {@code detail} is Jetty's own message, raw and untrusted, so it
 * is no part of the exception's message.
 */
public abstract sealed class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Failure(String message) {
    this(message, false);
  }

  private Failure(String message, boolean withStackTrace) {
    super(message, null, false, withStackTrace);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the message of Jetty, raw and untrusted, or an empty string. */
  public String detail() {
    return "";
  }

  /** An argument of the tool is wrong; nothing was sent. */
  public static final class BadArguments extends Failure {
    private static final long serialVersionUID = 1L;
    private final String argument;
    private final String problem;

    /**
     * @param argument the argument's name
     * @param problem a full sentence that states the error and the fix; never the value of a secret
     */
    public BadArguments(String argument, String problem) {
      super("bad argument " + argument);
      this.argument = argument;
      this.problem = problem;
    }

    public String argument() {
      return argument;
    }

    public String problem() {
      return problem;
    }
  }

  /** There is no token, or Jetty refused it (401). */
  public static final class NotSignedIn extends Failure {
    private static final long serialVersionUID = 1L;
    private final boolean tokenSent;
    private final String detail;

    /**
     * @param detail the message of Jetty, or why a token could not be sent
     */
    public NotSignedIn(boolean tokenSent, String detail) {
      super(tokenSent ? "token refused" : "no token");
      this.tokenSent = tokenSent;
      this.detail = detail;
    }

    public boolean tokenSent() {
      return tokenSent;
    }

    @Override
    public String detail() {
      return detail;
    }
  }

  /** Jetty refused the request (4xx). */
  public static final class Refused extends Failure {
    private static final long serialVersionUID = 1L;

    public enum Kind {
      /** 403. */
      FORBIDDEN,
      /** 404. */
      NOT_FOUND,
      /** 409, or a 400 that says the name is taken. */
      CONFLICT,
      /** 400, 405, 415, 422 and the like. */
      INVALID
    }

    private final Kind kind;
    private final int status;
    private final String detail;

    public Refused(Kind kind, int status, String detail) {
      super(words(kind) + " (" + status + ")");
      this.kind = kind;
      this.status = status;
      this.detail = detail;
    }

    public Kind kind() {
      return kind;
    }

    public int status() {
      return status;
    }

    @Override
    public String detail() {
      return detail;
    }
  }

  /** The token sees no collection of that name. */
  public static final class UnknownCollection extends Failure {
    private static final long serialVersionUID = 1L;
    private final String name;
    private final List<String> known;

    /**
     * @param known the collections that the token sees
     */
    public UnknownCollection(String name, List<String> known) {
      super("unknown collection");
      this.name = name;
      this.known = List.copyOf(known);
    }

    public String name() {
      return name;
    }

    public List<String> known() {
      return known;
    }
  }

  /** Jetty asks for fewer requests (429), after all retries. */
  public static final class RateLimited extends Failure {
    private static final long serialVersionUID = 1L;
    private final @Nullable Duration retryAfter;
    private final String detail;

    public RateLimited(Optional<Duration> retryAfter, String detail) {
      super("rate limited");
      this.retryAfter = retryAfter.orElse(null);
      this.detail = detail;
    }

    public RateLimited(Optional<Duration> retryAfter) {
      this(retryAfter, "");
    }

    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    public String detail() {
      return detail;
    }
  }

  /** Jetty could not be reached, broke off, was too slow or answered with a server error. */
  public static final class Unavailable extends Failure {
    private static final long serialVersionUID = 1L;

    public enum Reason {
      /** The connection was never made: nothing was sent. */
      NOT_CONNECTED,
      /** The connection ended before the response was complete. */
      BROKEN_OFF,
      /** A deadline passed. */
      TIMED_OUT,
      /** A status of 500 or above. */
      SERVER_ERROR,
      /** The response is not what the API sends, or a redirect cannot be followed. */
      UNREADABLE,
      /**
       * A proxy refused the connection, or the certificate is not trusted: nothing was sent, and
       * trying again does not help.
       */
      BLOCKED,
      /** A proxy, a firewall or a sign-in page answered in Jetty's place. */
      INTERCEPTED
    }

    private final Reason reason;
    private final int status;
    private final String detail;
    private final @Nullable Duration retryAfter;

    /**
     * @param status HTTP status, or 0 if there was none
     * @param detail the message of Jetty, or which deadline passed
     */
    public Unavailable(Reason reason, int status, String detail, Optional<Duration> retryAfter) {
      super("unavailable: " + words(reason) + (status == 0 ? "" : " (" + status + ")"));
      this.reason = reason;
      this.status = status;
      this.detail = detail;
      this.retryAfter = retryAfter.orElse(null);
    }

    public Unavailable(Reason reason, String detail) {
      this(reason, 0, detail, Optional.empty());
    }

    public Reason reason() {
      return reason;
    }

    /** Returns whether no byte of the request can have reached Jetty. */
    public boolean nothingSent() {
      return reason == Reason.NOT_CONNECTED || reason == Reason.BLOCKED;
    }

    public int status() {
      return status;
    }

    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    public String detail() {
      return detail;
    }
  }

  /**
   * A run was started, but the response came too late (524) or was an error (5xx) that names the
   * run. The run continues at Jetty.
   */
  public static final class StillRunning extends Failure {
    private static final long serialVersionUID = 1L;
    private final transient JsonNode reply;

    /**
     * @param reply the response, or {@code MissingNode} if there was none; raw and untrusted
     */
    public StillRunning(JsonNode reply) {
      super("still running");
      this.reply = reply;
    }

    public StillRunning() {
      this(MissingNode.getInstance());
    }

    public JsonNode reply() {
      return reply;
    }
  }

  /** A request that starts a run was sent once, and nothing shows whether a run was started. */
  public static final class StartUnknown extends Failure {
    private static final long serialVersionUID = 1L;
    private final Failure why;

    public StartUnknown(Failure why) {
      super("unknown whether a run was started: " + why.getMessage());
      this.why = why;
    }

    /** Returns the failure of the request. */
    public Failure why() {
      return why;
    }

    @Override
    public String detail() {
      return why.detail();
    }
  }

  /** A response is larger than the bound. */
  public static final class TooLarge extends Failure {
    private static final long serialVersionUID = 1L;

    public enum What {
      REPLY,
      /** An event of a stream. */
      EVENT,
      /** A file that is saved. */
      FILE
    }

    private final What what;
    private final long bound;

    public TooLarge(What what, long bound) {
      super(words(what) + " above " + bound + " bytes");
      this.what = what;
      this.bound = bound;
    }

    public TooLarge(long bound) {
      this(What.REPLY, bound);
    }

    public What what() {
      return what;
    }

    /** Returns the bound in bytes. */
    public long bound() {
      return bound;
    }
  }

  /** Not carried out, for a reason of our own: the user refused, or the token lacks the right. */
  public static final class Declined extends Failure {
    private static final long serialVersionUID = 1L;
    private final String what;

    public Declined(String what) {
      super("declined");
      this.what = what;
    }

    /** Returns a full sentence that names what was declined and the consequence. */
    public String what() {
      return what;
    }
  }

  /**
   * An internal error. Holds the class and the stack trace of the cause, never its message, which
   * may quote a secret.
   */
  public static final class Defect extends Failure {
    private static final long serialVersionUID = 1L;

    public Defect(Throwable fault) {
      super("defect: " + fault.getClass().getName(), true);
      setStackTrace(fault.getStackTrace());
    }
  }
}
