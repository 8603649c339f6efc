package io.jettymcp.transport.http.server;

import io.jettymcp.secret.Secret;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.session.FakeCaller;
import io.jettymcp.transport.http.session.FakeService;
import java.util.Map;
import java.util.Optional;

/** Names callers by their token, or {@code anonymous}; two tokens fail. */
final class FakeCallers implements Callers {

  @Override
  public Caller identify(Optional<Secret> bearer, Map<String, String> restrictions)
      throws HttpError {
    String name = bearer.map(Secret::reveal).orElse("anonymous");
    if (name.equals("rejected")) {
      throw new HttpError(401, "This token is unknown.");
    }
    if (name.equals("defect")) {
      throw new IllegalStateException("planted-inside /etc/secret");
    }
    return new FakeCaller(name, new FakeService());
  }
}
