package io.jettymcp.simulator;

/** What a route asks of the caller. */
enum RouteAccess {
  /** Nothing. */
  OPEN,
  /** A good token if there is one at all. */
  OPTIONAL,
  /** An API key or a person's token. */
  TOKEN,
  /** The same, but every bad token is told off in the same words. */
  IDENTITY,
  /** A person's token; an API key will not do. */
  PERSON
}
