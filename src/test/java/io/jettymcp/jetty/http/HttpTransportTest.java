package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.UncheckedFile;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import io.jettymcp.json.FieldMask;
import io.jettymcp.secret.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Requests as sent, and responses as read. */
class HttpTransportTest extends OverLoopback {
  @Test
  void sendsAReadWithItsHeaders() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.json(
                """
                {"name":"echo","secret":1}"""));
    Request request =
        Request.get("/api/v1/tasks/{}/{}", "a b", "50%")
            .query("q", "x&y=z ü")
            .fields(FieldMask.fields("name"));

    Reply reply = send(api(server), request);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .hasToString(
            """
            {"name":"echo"}""");
    FaultServer.Received received = server.received().get(0);
    assertThat(received.method()).isEqualTo("GET");
    assertThat(received.target()).isEqualTo("/api/v1/tasks/a%20b/50%25?q=x%26y%3Dz%20%C3%BC");
    assertThat(received.header("authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(received.header("user-agent")).startsWith("jetty-mcp/");
    assertThat(received.header("accept-encoding")).contains("gzip");
  }

  @ParameterizedTest
  @EnumSource(Request.Method.class)
  void sendsEveryMethod(Request.Method method) throws Exception {
    FaultServer server = serving(FaultAnswer.status(201, "application/json", "[]"));
    Request request =
        new Request(
            method,
            "/x",
            READ.query(),
            new Request.NoBody(),
            new ResponseHandling.Document(FieldMask.ALL),
            false);

    assertThat(send(api(server), request).status()).isEqualTo(201);
    FaultServer.Received received = server.received().get(0);
    assertThat(received.method()).isEqualTo(method.name());
    assertThat(received.header("content-length"))
        .isEqualTo(method == Request.Method.GET ? "" : "0");
    assertThat(received.header("transfer-encoding")).isEmpty();
  }

  @Test
  void sendsJson() throws Exception {
    FaultServer server = serving(FaultAnswer.json("{}"));

    send(api(server), WRITE);

    FaultServer.Received received = server.received().get(0);
    assertThat(received.text())
        .isEqualTo(
            """
            {"name":"echo"}""");
    assertThat(received.header("content-type")).isEqualTo("application/json");
  }

  @Test
  void sendsAFormWithTextsAndFiles(@TempDir Path folder) throws Exception {
    FaultServer server = serving(FaultAnswer.json("{}"));
    Path file = Files.writeString(folder.resolve("local.bin"), "ü".repeat(100_000));
    Request form =
        Request.post("/api/v1/run/{}/{}", "acme", "echo")
            .form(
                List.of(
                    new Request.Field(
                        "init_params",
                        Secret.of(
                            """
                            {"a":"ü"}""")),
                    new Request.FilePart("files", new UncheckedFile(file, "in \"1\".png")),
                    new Request.TextPart("files", "no\u00e4me.csv", "a,b\r\nü")));

    send(api(server), form);

    FaultServer.Received received = server.received().get(0);
    String type = received.header("content-type");
    assertThat(type).startsWith("multipart/form-data; boundary=");
    String line = "--" + type.substring(type.indexOf('=') + 1);
    assertThat(received.text())
        .isEqualTo(
            line
                + "\r\nContent-Disposition: form-data; name=\"init_params\"\r\n\r\n{\"a\":\"ü\"}\r\n"
                + line
                + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"in %221%22.png\""
                + "\r\nContent-Type: image/png\r\n\r\n"
                + "ü".repeat(100_000)
                + "\r\n"
                + line
                + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"noäme.csv\""
                + "\r\nContent-Type: text/csv\r\n\r\na,b\r\nü\r\n"
                + line
                + "--\r\n");
  }

  @Test
  void rejectsAFormWithAMissingFile(@TempDir Path folder) throws Exception {
    FaultServer server = serving(FaultAnswer.json("{}"));
    Request form =
        Request.post("/x")
            .form(
                List.of(
                    new Request.FilePart(
                        "files", new UncheckedFile(folder.resolve("none"), "none"))));

    assertThat(failure(api(server), form)).isInstanceOf(Failure.BadArguments.class);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void sendsExactlyTheAnnouncedBytesOfAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "1234567890");
    RequestBody form =
        RequestBody.of(
            new Request.Multipart(
                List.of(new Request.FilePart("files", new UncheckedFile(file, "file")))));

    Files.writeString(file, "1234567890 and more");
    assertThat(sizeOf(form).block()).isEqualTo(form.length());

    Files.writeString(file, "1");
    assertThatThrownBy(() -> sizeOf(form).block()).hasRootCauseInstanceOf(EOFException.class);
  }

  private static Mono<Long> sizeOf(RequestBody body) {
    return Flux.from(body.content())
        .map(bytes -> (long) bytes.readableBytes())
        .reduce(0L, Long::sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void readsNoBodyAsMissing(int status) throws Exception {
    FaultServer server =
        serving(
            (request, connection) ->
                connection.write(
                    "HTTP/1.1 "
                        + status
                        + " OK\r\n"
                        + (status == 204 ? "" : "Content-Length: 0\r\n")
                        + "\r\n"));

    Reply reply = send(api(server), READ);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().isMissingNode()).isTrue();
  }

  @Test
  void readsAResponseThatEndsWithItsConnection() throws Exception {
    FaultServer server = serving(FaultAnswer.raw("HTTP/1.1 200 OK\r\n\r\n[1,2]"));

    assertThat(send(api(server), READ).body()).hasToString("[1,2]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>ok</html>",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[1]]]",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n[]\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\nhello hello hello he",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 2\r\n\r\n[]",
        "SSH-2.0-OpenSSH_9.6\r\n\r\n"
      })
  void unreadableReplyIsReadOnceMore(String reply) throws Exception {
    FaultServer server = rejected(reply);

    assertThat(server.received()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 304 Not Modified\r\n\r\n",
        "HTTP/1.1 307 Where\r\nContent-Length: 0\r\n\r\n"
      })
  void unexpectedStatusIsRejected(String reply) throws Exception {
    FaultServer server = rejected(reply);

    assertThat(server.received()).hasSize(1);
  }

  private FaultServer rejected(String reply) throws Exception {
    byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
    FaultServer server =
        serving(
            (request, connection) -> {
              connection.write(bytes);
              connection.close();
            });

    assertThat(reason(failure(api(server), READ))).isEqualTo(Reason.UNREADABLE);
    return server;
  }

  @Test
  void brokenListIsReadAgain() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[1,2}"), FaultAnswer.json("[1,2]"));

    assertThat(send(api(server), READ).body()).hasToString("[1,2]");
  }

  @Test
  void unreadableReplyToAWriteIsNotRepeated() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[1,2}"), FaultAnswer.json("[1,2]"));

    assertThat(reason(failure(api(server), WRITE))).isEqualTo(Reason.UNREADABLE);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void numberThatJsonDoesNotHaveHidesNoList() throws Exception {
    FaultServer server =
        serving(FaultAnswer.json("{\"trajectories\":[{\"a\":1},{\"error\":NaN}]}"));

    assertThat(send(api(server), READ).body().path("trajectories")).hasSize(2);
  }

  @Test
  void partOfAReplyIsNotTheReply() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(206, "application/json", "[1]", "Content-Range: bytes 0-2/9"),
            FaultAnswer.json("[1,2,3,4]"));

    assertThat(send(api(server), READ).body()).hasToString("[1,2,3,4]");
  }

  @Test
  void skipsInformationalResponses() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.raw(
                String.join(
                    "\r\n\r\n",
                    "HTTP/1.1 100 Continue",
                    "HTTP/1.1 103 Early Hints\r\nLink: </x>",
                    "HTTP/1.1 200 OK\r\nContent-Length: 3",
                    "[1]")));

    assertThat(send(api(server), READ).body()).hasToString("[1]");
    assertThat(send(api(server), WRITE).body()).hasToString("[1]");
  }

  @Test
  void skipsAnInformationalResponseThatArrivesAlone() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> {
              connection.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
              connection.pause(50);
              FaultAnswer.json("[1]").to(request, connection);
            });

    assertThat(send(api(server), READ).body()).hasToString("[1]");
  }

  @Test
  void readsAResponseThatPrecedesTheEndOfTheUpload(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("large");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(200_000_000);
    }
    Request form =
        Request.post("/x")
            .form(List.of(new Request.FilePart("files", new UncheckedFile(file, "large.bin"))));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Integer> after = CompletableFuture.supplyAsync(() -> refuseAtOnce(server));
      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());

      Failure failure = failure(api(settings(url, 3, 1 << 20), token(TOKEN)), form);

      assertThat(((Refused) failure).status()).isEqualTo(413);
      assertThat(after.get(10, TimeUnit.SECONDS)).as("the connection is closed").isEqualTo(-1);
    }
  }

  /** Rejects a request after its first bytes; returns the last result of reading. */
  private static int refuseAtOnce(ServerSocket server) {
    try (Socket connection = server.accept()) {
      connection.getInputStream().readNBytes(1_000);
      connection
          .getOutputStream()
          .write(
              "HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] rest = new byte[1 << 16];
      int read = 0;
      while (read >= 0) {
        read = connection.getInputStream().read(rest);
      }
      return read;
    } catch (SocketException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stopsReadingAtTheBound() throws Exception {
    FaultServer server = serving(FaultAnswer.huge(100_000_000));

    Failure failure = failure(api(settings(server.url(), 3, 100_000), token(TOKEN)), READ);

    assertThat(failure).isInstanceOf(Failure.TooLarge.class);
    assertThat(((Failure.TooLarge) failure).bound()).isEqualTo(100_000);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void boundsADecompressedResponse() throws Exception {
    FaultServer server = serving(FaultAnswer.gzip(99_000), FaultAnswer.gzip(50_000_000));
    JettyApi api = api(settings(server.url(), 3, 100_000), token(TOKEN));

    assertThat(send(api, READ).body().stringValue()).hasSize(99_000);
    assertThat(failure(api, READ)).isInstanceOf(Failure.TooLarge.class);
  }

  @Test
  void longErrorBodyIsNotReadToItsEndNorQuoted() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> {
              connection.write("HTTP/1.1 404 Not Found\r\nContent-Length: 1000000000\r\n\r\n");
              for (int i = 0; i < 10_000; i++) {
                connection.write("no ".repeat(10_000));
              }
            });

    Refused failure = (Refused) failure(api(server), READ);

    assertThat(failure.kind()).isEqualTo(Refused.Kind.NOT_FOUND);
    assertThat(failure.detail()).isEmpty();
  }

  @Test
  void reportsRetryAfter() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(
                429,
                "application/json",
                """
                {"detail":"Slow down"}""",
                "Retry-After: 31"));

    assertThat(failure(api(server), READ))
        .isInstanceOfSatisfying(
            Failure.RateLimited.class,
            failure -> {
              assertThat(failure.retryAfter()).contains(Duration.ofSeconds(31));
              assertThat(failure.detail()).isEqualTo("Slow down");
            });
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aRunWhoseStartTimesOutAtTheEdgeIsStillRunning() throws Exception {
    FaultServer server = serving(FaultAnswer.status(524, "text/html", "<h1>A timeout</h1>"));

    assertThat(failure(api(server), WRITE.startingRun())).isInstanceOf(Failure.StillRunning.class);
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 99\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n99\r\n", "\r\n"})
  void bodyThatMayHaveBrokenOffIsNotQuoted(String head) throws Exception {
    FaultServer server = serving(FaultAnswer.raw("HTTP/1.1 403 No\r\n" + head + "Access"));

    assertThat(failure(api(server), READ))
        .isInstanceOfSatisfying(
            Refused.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Refused.Kind.FORBIDDEN);
              assertThat(failure.detail()).isEmpty();
            });
  }

  @Test
  void secretAtTheBoundOfAnErrorBodyIsNotQuoted() throws Exception {
    String key = "k3y-".repeat(10);
    FaultServer server =
        serving(FaultAnswer.status(404, "text/plain", " ".repeat(65_494) + "bad " + key + " end"));

    assertThat(failure(api(server), READ).detail()).isEmpty();
  }
}
