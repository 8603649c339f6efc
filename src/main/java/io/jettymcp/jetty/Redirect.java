package io.jettymcp.jetty;

/** Jetty answered that the resource is elsewhere. Never leaves {@link SameOriginRedirects}. */
final class Redirect extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String location;

  Redirect(int status, String location) {
    super("redirect (" + status + ")", null, false, false);
    this.status = status;
    this.location = location;
  }

  int status() {
    return status;
  }

  String location() {
    return location;
  }
}
