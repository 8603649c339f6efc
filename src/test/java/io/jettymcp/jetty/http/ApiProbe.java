package io.jettymcp.jetty.http;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.json.FieldMask;
import io.jettymcp.secret.Secret;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The program of {@link FreshJvmTest}: reads the ids of each address. */
final class ApiProbe {
  static final String CONNECTED = "connected";

  private ApiProbe() {}

  public static void main(String[] urls) {
    for (String url : urls) {
      try (JettyApi api =
          JettyApi.connect(
              DefaultSettings.of(URI.create(url)),
              () -> Optional.of(Secret.of("token")),
              (collection, values) -> {},
              ApiObserver.NONE)) {
        System.out.println(CONNECTED);
        FieldMask ids = FieldMask.only().with("trajectories", FieldMask.fields("trajectory_id"));
        System.out.println(
            api.send(Request.get("/").fields(ids))
                .map(reply -> reply.status() + " " + reply.body().toString().length())
                .onErrorResume(
                    Failure.class, failure -> Mono.just(failure + " " + failure.detail()))
                .block());
      }
    }
  }
}
