package io.jettymcp.jetty.http;

/** Reports that the resource is elsewhere. The client follows it or makes it a failure. */
public final class Redirect extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String location;

  Redirect(int status, String location) {
    super("redirect (" + status + ")", null, false, false);
    this.status = status;
    this.location = location;
  }

  public int status() {
    return status;
  }

  public String location() {
    return location;
  }
}
