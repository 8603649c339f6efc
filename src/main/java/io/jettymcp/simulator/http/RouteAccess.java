package io.jettymcp.simulator.http;

/** The token that a route requires of its callers. */
public enum RouteAccess {
  /** None. */
  OPEN,
  /** A valid one if there is one at all. */
  OPTIONAL,
  /** An API key or a person's token. */
  TOKEN,
  /** The same as {@link #TOKEN}, but every invalid token gets the same text. */
  IDENTITY,
  /** A person's token; an API key is refused. */
  PERSON
}
