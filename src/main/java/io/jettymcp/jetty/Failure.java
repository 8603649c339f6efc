package io.jettymcp.jetty;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Why a call could not be carried out, in the kinds that a host can act on. Facts only: the words
 * are found in {@code protocol}. A {@code detail} is what Jetty said, raw and untrusted, so it is
 * no part of the exception's message.
 */
public abstract sealed class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Failure(String message) {
    this(message, false);
  }

  private Failure(String message, boolean withStackTrace) {
    super(message, null, false, withStackTrace);
  }

  /** What Jetty said, raw and untrusted; empty where Jetty said nothing. */
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
     * @param problem a full sentence that says what is wrong and what to do; never the value of a
     *     secret
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
     * @param detail what Jetty said or, of a token that was not sent, why it could not be
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

  /** Jetty refused the request as it stands. */
  public static final class Refused extends Failure {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal. */
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
      super(kind + " (" + status + ")");
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

  /** Jetty asks for fewer requests (429), after all repeats. */
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

    /** What went wrong. */
    public enum Reason {
      /** The connection was never made: nothing was sent. */
      NOT_CONNECTED,
      /** The connection ended before the reply was whole. */
      BROKEN_OFF,
      /** A deadline passed. */
      TIMED_OUT,
      /** A status of 500 or above. */
      SERVER_ERROR,
      /** The reply is not the JSON that it should be, or a redirect leads elsewhere. */
      UNREADABLE
    }

    private final Reason reason;
    private final int status;
    private final String detail;
    private final @Nullable Duration retryAfter;

    /**
     * @param status HTTP status, or 0 where there was none
     * @param detail what Jetty said, or which deadline passed
     */
    public Unavailable(Reason reason, int status, String detail, Optional<Duration> retryAfter) {
      super("unavailable: " + reason + (status == 0 ? "" : " (" + status + ")"));
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
   * A run was started but its start was not answered as it should be: too late (524), or with an
   * error (5xx) that tells of the run all the same. It goes on at Jetty.
   */
  public static final class StillRunning extends Failure {
    private static final long serialVersionUID = 1L;
    private final transient JsonNode reply;

    /**
     * @param reply the answer, or {@code MissingNode} where there was none; raw and untrusted
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

  /** A reply is larger than the bound. */
  public static final class TooLarge extends Failure {
    private static final long serialVersionUID = 1L;
    private final long bound;

    public TooLarge(long bound) {
      super("reply above " + bound + " bytes");
      this.bound = bound;
    }

    /** The bound in bytes. */
    public long bound() {
      return bound;
    }
  }

  /** Not carried out, for a reason in our own words: a person said no, or the token may not. */
  public static final class Declined extends Failure {
    private static final long serialVersionUID = 1L;
    private final String what;

    public Declined(String what) {
      super("declined");
      this.what = what;
    }

    /** A full sentence: what was declined and what that means. */
    public String what() {
      return what;
    }
  }

  /**
   * A fault of ours. Keeps the kind and the place of what went wrong, never its message: that may
   * quote a secret which the code was working on.
   */
  public static final class Defect extends Failure {
    private static final long serialVersionUID = 1L;

    public Defect(Throwable fault) {
      super("defect: " + fault.getClass().getName(), true);
      setStackTrace(fault.getStackTrace());
    }
  }
}
