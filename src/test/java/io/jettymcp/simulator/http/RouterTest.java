package io.jettymcp.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  @RegisterExtension static final SimulatorExtension jetty = SimulatorExtension.instant();
  private static final SimulatorClient client = jetty.client();

  @Nested
  class Slashes {
    @Test
    void missingSlashIsRedirectedToAnAbsoluteAddress() {
      assertRedirected("/api/v1/collections?limit=5", "/api/v1/collections/?limit=5");
    }

    @Test
    void extraSlashIsRedirected() {
      assertRedirected("/api/v1/routines/acme/", "/api/v1/routines/acme");
      assertRedirected("/api/v1/step-templates/", "/api/v1/step-templates");
    }

    @Test
    void extraSlashOfAPostIsRedirected() {
      assertThat(client.post("/api/v1/run/acme/test-echo/").status()).isEqualTo(307);
    }

    private static void assertRedirected(String path, String to) {
      Reply reply = client.get(path);
      assertThat(reply.status()).isEqualTo(307);
      assertThat(reply.header("Location")).isEqualTo(jetty.simulator().url() + to);
    }
  }

  @Nested
  class OtherMethods {
    @Test
    void taskListWithoutItsSlashBelongsToPost() {
      Reply reply = client.get("/api/v1/tasks/acme");
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.detail()).isEqualTo("Method Not Allowed");
      assertThat(reply.header("Allow")).isEqualTo("POST");
    }

    @Test
    void creatingATaskWithASlashBelongsToGet() {
      assertThat(client.json("POST", "/api/v1/tasks/acme/", "{}").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "OPTIONS", "BREW"})
    void methodWithoutARouteIsNotAllowed(String method) {
      assertThat(client.send(method, "/api/v1/health", null, null).status()).isEqualTo(405);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/nothing",
        "/api/v1/chat/completions",
        "/api/v1/storage/acme/x/0000/y.png",
        "/api/v1/tasks/acme/a%2Fb"
      })
  void unknownPathIsNotFound(String path) {
    Reply reply = client.get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.detail()).isEqualTo("Not Found");
  }

  @Nested
  class Escapes {
    @Test
    void escapedSlashActsAsASlash() {
      assertThat(client.get("/api/v1/tasks%2Facme%2Ftest-echo").json().path("name").asString())
          .isEqualTo("test-echo");
    }

    @Test
    void otherEscapesAreDecoded() {
      assertThat(client.get("/api/v1/tasks/acme/test%2Decho").status()).isEqualTo(200);
      assertNoTask("caf%C3%A9", "café");
    }

    @Test
    void dotsAreAName() {
      assertNoTask("..", "..");
    }

    private static void assertNoTask(String segment, String name) {
      assertThat(client.get("/api/v1/tasks/acme/" + segment).detail())
          .isEqualTo("Task '%s' in collection 'acme' not found", name);
    }
  }

  @Test
  void everyResponseSaysThatItIsSimulated() {
    for (Reply reply :
        List.of(
            client.get("/api/v1/health"),
            client.get("/api/v1/collections"),
            client.get("/nowhere"),
            client.anonymous().get("/api/v1/collections/"),
            client.get("/api/v1/tasks/acme"))) {
      assertThat(reply.header("X-Jetty-Simulator")).isEqualTo("true");
    }
  }

  @Test
  void authenticationSchemeIsReadInAnyCase() {
    assertThat(withAuthorization("bearer " + jetty.simulator().token()).status()).isEqualTo(200);
  }

  @Test
  void otherAuthenticationSchemeIsRejected() {
    assertThat(withAuthorization("Basic " + jetty.simulator().token()).detail())
        .isEqualTo("Not authenticated");
  }

  @Nested
  class LargeBody {
    private final Reply reply =
        client.send("POST", "/api/v1/tasks/acme", "application/json", new byte[33 * 1024 * 1024]);

    @Test
    void isRefused() {
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.header("X-Jetty-Simulator")).isEqualTo("true");
    }

    @Test
    void doesNotPreventTheNextCall() {
      assertThat(client.get("/api/v1/health").status()).isEqualTo(200);
    }
  }

  private static Reply withAuthorization(String value) {
    return SimulatorClient.send(
        HttpRequest.newBuilder(URI.create(jetty.simulator().url() + "/api/v1/collections/acme"))
            .header("Authorization", value)
            .build());
  }
}
