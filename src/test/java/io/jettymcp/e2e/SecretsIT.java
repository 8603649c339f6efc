package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.e2e.LeakingAnswer.Leak;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls every tool at the finest log level with a Jetty that leaks all secrets in every reply, and
 * searches stdout and stderr for them.
 */
@Order(2) // It takes long, so it starts early; only one takes longer.
@Timeout(300)
class SecretsIT {
  private static final String PASSED_ON = "walnut-drawer-left-hand";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "A_KEY", "lighthouse-keeper-of-1887",
          "B_KEY", "a \"quoted\" back\\slash\nand a line",
          "C_KEY", "p@ss/w?rd&=%+\u00fc",
          "D_KEY", "four words without dashes");

  @TempDir Path directory;

  private static LeakingAnswer leaking(Leak leak) {
    List<String> ofCallers = new ArrayList<>(SampleCalls.SECRETS);
    ofCallers.add(PASSED_ON);
    return new LeakingAnswer(leak, ENVIRONMENT, Program.TOKEN, ofCallers);
  }

  private Program program(FaultServer jetty, String name) throws IOException {
    return Program.in(Files.createDirectories(directory.resolve(name)))
        .against(jetty.url())
        .with("PASSED_ON", PASSED_ON);
  }

  private static ServerProcess serve(Program program) throws IOException {
    return program.serve(
        "--log-level",
        "trace",
        "--retries",
        "0",
        "--confirm",
        "never",
        "--secret-env",
        "PASSED_ON");
  }

  private static ServerProcess serve(Program program, Transport transport) throws IOException {
    return transport == Transport.STDIO
        ? serve(program)
        : program
            .over(transport)
            .serve("--log-level", "trace", "--retries", "0", "--confirm", "never");
  }

  private static void call(ServerProcess server, String tool, List<String> all) throws IOException {
    for (int i = 0; i < all.size(); i++) {
      String id = "\"" + tool + " " + i + "\"";
      server.begin(id, tool, all.get(i), id);
      server.answer(id);
    }
  }

  private static void assertNoSecret(String what, ServerProcess server) {
    assertNoSecret(what, server, secrets());
  }

  private static void assertNoSecret(String what, ServerProcess server, List<String> secrets) {
    SoftAssertions soft = new SoftAssertions();
    List<String> lines = new ArrayList<>(server.stdout());
    server.stderr().lines().forEach(lines::add);
    for (String secret : secrets) {
      for (String form : forms(secret)) {
        soft.assertThat(
                lines.stream().filter(line -> line.contains(form)).map(l -> excerpt(l, form)))
            .as("%s: %s", what, form)
            .isEmpty();
      }
    }
    soft.assertAll();
  }

  private static List<String> secrets() {
    List<String> all = new ArrayList<>(ENVIRONMENT.values());
    all.addAll(SampleCalls.SECRETS);
    all.addAll(List.of(Program.TOKEN, PASSED_ON));
    return all;
  }

  /** Returns a secret as written in plain strings, JSON, JSON in JSON, addresses and headers. */
  private static List<String> forms(String secret) {
    String json = inJson(secret);
    return List.of(
            secret,
            json,
            inJson(json),
            URLEncoder.encode(secret, UTF_8),
            URLEncoder.encode(secret, UTF_8).replace("+", "%20"),
            Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)))
        .stream()
        .distinct()
        .toList();
  }

  private static String inJson(String text) {
    String quoted = ServerProcess.JSON.writeValueAsString(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String excerpt(String line, String secret) {
    int at = line.indexOf(secret);
    return line.substring(0, Math.min(60, at))
        + " [...] "
        + line.substring(Math.max(0, at - 150), Math.min(line.length(), at + secret.length() + 20));
  }

  private static List<String> toolsOf(ServerProcess server) throws IOException {
    server.request("\"list\"", "tools/list", "{}");
    return StreamSupport.stream(
            server.answer("\"list\"").path("result").path("tools").spliterator(), false)
        .map(tool -> tool.path("name").asString())
        .toList();
  }

  @Test
  void everyToolHasSampleArguments() throws Exception {
    try (FaultServer jetty = FaultServer.answering(leaking(Leak.EVERYWHERE));
        ServerProcess server = serve(program(jetty, "all"))) {
      assertThat(SampleCalls.all().keySet()).containsExactlyInAnyOrderElementsOf(toolsOf(server));
    }
  }

  /** Returns all other leaks over stdio, and over HTTP those that other code handles there. */
  static Stream<Arguments> leaks() {
    return Stream.concat(
        Arrays.stream(Leak.values())
            .filter(leak -> leak != Leak.TEXTS)
            .map(leak -> Arguments.of(leak, Transport.STDIO)),
        Stream.of(Leak.TEXTS, Leak.EVERYWHERE, Leak.REFUSED_TOKEN)
            .flatMap(
                leak ->
                    Stream.of(Transport.HTTP, Transport.SSE)
                        .map(transport -> Arguments.of(leak, transport))));
  }

  @Test
  void noToolLeaksASecretOfASuccessfulReply() throws Exception {
    callEveryTool(Leak.TEXTS, Transport.STDIO);
  }

  @Slow
  @ParameterizedTest
  @MethodSource("leaks")
  void noToolLeaksASecret(Leak leak, Transport transport) throws Exception {
    callEveryTool(leak, transport);
  }

  private void callEveryTool(Leak leak, Transport transport) throws Exception {
    try (FaultServer jetty = FaultServer.answering(leaking(leak));
        ServerProcess server = serve(program(jetty, leak.name() + transport), transport)) {
      for (Map.Entry<String, List<String>> calls : SampleCalls.all().entrySet()) {
        call(server, calls.getKey(), calls.getValue());
      }
      server.end();
      assertThat(jetty.received()).hasSizeGreaterThan(30);
      assertThat(server.stderr()).as("the log is on").contains("GET /api/v1/");
      assertNoSecret(leak.name(), server);
    }
  }

  /**
   * The environment must be read before the first result is sent. Step templates belong to no
   * collection, so they have no environment.
   */
  @Test
  void firstResultAboutACollectionLeaksNoSecret() throws Exception {
    LeakingAnswer answer = leaking(Leak.TEXTS);
    try (FaultServer jetty = FaultServer.answering(answer);
        ServerProcess server = serve(program(jetty, "first"))) {
      List<String> secrets = secrets();
      for (Map.Entry<String, List<String>> calls : SampleCalls.all().entrySet()) {
        if (!calls.getKey().contains("step-template")) {
          String fresh = useNewCollection(answer, secrets);
          ObjectNode arguments =
              (ObjectNode)
                  ServerProcess.JSON.readTree(calls.getValue().get(0).replace("acme", fresh));
          arguments.put("collection", fresh);
          call(server, calls.getKey(), List.of(arguments.toString()));
        }
      }
      server.end();
      assertNoSecret("first answers", server, secrets);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXTS", "INVALID"})
  void resourcesPromptsAndCompletionsLeakNoSecret(Leak leak) throws Exception {
    LeakingAnswer answer = leaking(leak);
    try (FaultServer jetty = FaultServer.answering(answer);
        ServerProcess server = serve(program(jetty, "shows").with("JETTY_COLLECTION", ""))) {
      List<String> secrets = secrets();
      for (String[] request : requests()) {
        String fresh = useNewCollection(answer, secrets);
        String id = "\"" + fresh + "\"";
        server.request(id, request[0], request[1].replace("acme", fresh));
        server.answer(id);
      }
      server.end();
      assertThat(server.messages()).anyMatch(m -> m.has(leak == Leak.TEXTS ? "result" : "error"));
      assertNoSecret("what hosts show", server, secrets);
    }
  }

  /**
   * Replaces the collection by one that was not read yet, with values of its own: those of another
   * would be known already. All values have one length, so that none is found in another.
   */
  private static String useNewCollection(LeakingAnswer answer, List<String> secrets) {
    String fresh = "c" + (100 + secrets.size());
    Map<String, String> environment = new LinkedHashMap<>();
    ENVIRONMENT.forEach((name, value) -> environment.put(name, fresh + value));
    answer.replaceCollection(fresh, environment);
    secrets.addAll(environment.values());
    return fresh;
  }

  /** Returns methods and their params. */
  private static List<String[]> requests() {
    List<String[]> requests = new ArrayList<>();
    requests.add(new String[] {"resources/list", "{}"});
    for (String uri :
        List.of(
            "jetty://acme",
            "jetty://acme/hello",
            "jetty://acme/hello/0a1b2c3d",
            "jetty://acme/hello/0a1b2c3d?step=draft",
            "jetty+file://acme/hello/0000/a.txt",
            "jetty+step://text_echo")) {
      requests.add(new String[] {"resources/read", "{\"uri\":\"%s\"}".formatted(uri)});
    }
    requests.add(new String[] {"prompts/get", "{\"name\":\"setup\"}"});
    for (String prompt : List.of("schedule-task", "debug-last-failure", "improve-runbook")) {
      requests.add(
          new String[] {
            "prompts/get",
            "{\"name\":\"%s\",\"arguments\":{\"task\":\"hello\",\"collection\":\"acme\"}}"
                .formatted(prompt)
          });
    }
    for (String argument : List.of("collection", "task", "trajectory_id")) {
      requests.add(
          new String[] {
            "completion/complete",
            """
            {"ref":{"type":"ref/resource","uri":"jetty://{collection}/{task}/{trajectory_id}"},\
            "argument":{"name":"%s","value":""},\
            "context":{"arguments":{"collection":"acme","task":"hello"}}}"""
                .formatted(argument)
          });
    }
    return requests;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seven-green-bottles",
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call",\
        "params":["seven-green-bottles"]}""",
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"set-env-var",\
        "arguments":"seven-green-bottles"}}""",
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call",\
        "params":{"name":{"is":"seven-green-bottles"}}}""",
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"set-env-var",\
        "arguments":{"value":"seven-green-bottles",}}}"""
      })
  void invalidMessageIsNotRepeated(String line) throws Exception {
    try (FaultServer jetty = FaultServer.answering(leaking(Leak.TEXTS));
        ServerProcess server = serve(program(jetty, "wrong"))) {
      server.send(line);
      server.awaitMessages(2);
      server.end();
      assertThat(server.messages().get(1).has("error")).isTrue();
      assertNoSecret(line, server);
    }
  }

  @Slow
  @ParameterizedTest
  @EnumSource(names = {"TEXTS", "INVALID", "REFUSED_TOKEN", "BROKEN", "HTML_PAGE"})
  void noCommandLeaksASecret(Leak leak) throws Exception {
    try (FaultServer jetty = FaultServer.answering(leaking(leak))) {
      Program program = program(jetty, "commands " + leak);
      List<Program.Ended> ended =
          List.of(
              program.run("doctor", "--log-level", "trace", "--retries", "0"),
              program.runWithInput(
                  "{\"name\":\"NEW_KEY\",\"value\":\"%s\"}".formatted(SampleCalls.VARIABLE_VALUE),
                  "call",
                  "set-env-var",
                  "-",
                  "--log-level",
                  "trace",
                  "--retries",
                  "0"));
      SoftAssertions soft = new SoftAssertions();
      for (Program.Ended one : ended) {
        for (String secret : secrets()) {
          soft.assertThat(one.out() + one.err()).doesNotContain(forms(secret));
        }
      }
      soft.assertAll();
    }
  }
}
