package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.FieldMaskReader;
import io.jettymcp.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

class EnvironmentGuardTest {
  private static final Request ENVIRONMENT =
      Request.get("/api/v1/collections/{}/environment", "a b");

  private final Map<String, List<Secret>> learned = new LinkedHashMap<>();

  @Test
  void passesValuesToTheSinkOnly() {
    JsonNode body =
        through(
            ENVIRONMENT,
            """
            {"name":"A B","environment_variables":{"KEY":"planted-one","OLD":null,"EMPTY":"",
             "COUNT":12345678,"NESTED":{"deep":["planted-two"]}}}""");

    assertThat(body)
        .hasToString(
            """
            {"name":"A B","environment_variables":{"KEY":true,"OLD":null,"EMPTY":true,\
            "COUNT":true,"NESTED":true}}""");
    assertThat(learned)
        .containsExactly(
            Map.entry(
                "a b",
                List.of(
                    Secret.of("planted-one"), Secret.of("12345678"), Secret.of("planted-two"))));
  }

  @Test
  void credentialsOfAStorageAreLearned() {
    through(
        Request.get("/api/v1/collections/{}", "acme"),
        """
        {"description":"key is planted-1","storage_info":{"access_key":"planted-1",
         "bucket":"acme-files-1","key":"exports/2026/all.json",
         "connection":"https://storage.example.com/acme","credential_type":"nightly-report",
         "s3":{"secretKey":"planted-2","region":"eu-west-1"}}}""");
    through(
        Request.get("/api/v1/collections/"),
        """
        [{"name":"two","storage_info":{"token":"planted-3","api_key":"short-4"}}]""");

    assertThat(learned)
        .containsExactly(
            Map.entry("acme", List.of(Secret.of("planted-1"), Secret.of("planted-2"))),
            Map.entry("", List.of(Secret.of("planted-3"))));
  }

  @Test
  void storageThatIsNotOfACollectionIsNotLearned() {
    String storage = "{\"storage_info\":{\"key\":[\"https://\"],\"secret\":\"made-up-1\"}}";
    through(Request.get("/api/v1/collections/{}", "acme"), "{\"outputs\":" + storage + "}");
    through(Request.get("/api/v1/collections/"), "[{\"outputs\":" + storage + "}]");
    through(Request.get("/api/v1/db/trajectory/{}/{}", "acme", "t"), storage);

    assertThat(learned).isEmpty();
  }

  @Test
  void fewValuesOfNestedEnvironmentsAreLearnedAndNoWords() {
    String values =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "{\"environment_variables\":{\"K\":\"made-up-" + i + "\"}}")
            .collect(Collectors.joining(","));
    through(
        Request.get("/api/v1/db/trajectory/{}/{}", "acme", "t"),
        """
        {"outputs":[{"environment_variables":{"K":["https://","nightly-report","completed"]}},%s]}"""
            .formatted(values));

    assertThat(learned.get("")).hasSize(20).startsWith(Secret.of("made-up-0"));
  }

  @Test
  void fewCredentialsOfAStorageAreLearned() {
    String values =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"made-up-" + i + "\"")
            .collect(Collectors.joining(","));
    through(
        Request.get("/api/v1/collections/{}", "acme"),
        "{\"storage_info\":{\"secrets\":[" + values + "]}}");

    assertThat(learned.get("acme")).hasSize(20);
  }

  @Test
  void valueOfAnOrdinarySettingIsRemovedButNotLearned() {
    SecretSink sink =
        new SecretSink() {
          @Override
          public void learned(String collection, List<Secret> values) {
            learn(collection, values);
          }

          @Override
          public boolean isSecret(String variable, Secret value) {
            return !variable.equals("MODEL");
          }
        };
    Reply reply =
        new Reply(
            200,
            JsonMapper.shared()
                .readTree(
                    """
                    {"environment_variables":{"MODEL":"gpt-4o-mini","KEY":"planted"}}"""));

    Reply guarded =
        new EnvironmentGuard(sink, one -> Mono.just(reply))
            .send(ENVIRONMENT)
            .blockOptional()
            .orElseThrow();

    assertThat(guarded.body())
        .hasToString(
            """
            {"environment_variables":{"MODEL":true,"KEY":true}}""");
    assertThat(learned).containsExactly(Map.entry("a b", List.of(Secret.of("planted"))));
  }

  @Test
  void guardsEachItemOfAList() {
    JsonNode body =
        through(
            Request.get("/api/v1/collections/"),
            """
            [{"name":"one","environment_variables":{"K":"planted-one"}},
             {"name":"two","environment_variables":null},
             {"name":"t","collection_name":"three","environment_variables":{"K":"planted-three"}},
             {"environment_variables":{}}]""");

    assertThat(body.toString()).doesNotContain("planted");
    assertThat(learned)
        .containsOnly(Map.entry("", List.of(Secret.of("planted-one"), Secret.of("planted-three"))));
  }

  @Test
  void findsANestedEnvironment() {
    JsonNode body =
        through(
            Request.get("/api/v1/tasks/{}/{}", "acme", "echo"),
            """
            {"a":[[{"b":{"environment_variables":{"K":"planted-1"}}}]]}""");

    assertThat(body)
        .hasToString(
            """
            {"a":[[{"b":{"environment_variables":{"K":true}}}]]}""");
    assertThat(learned).containsExactly(Map.entry("", List.of(Secret.of("planted-1"))));
  }

  @Test
  void attributesNestedEnvironmentsToNoCollection() {
    through(
        ENVIRONMENT,
        """
        {"environment_variables":{"K":"planted-own"},
         "x":{"collection_name":"a b","environment_variables":{"K":"made-up-1"}}}""");
    through(
        Request.get("/api/v1/db/stats/{}/{}", "a b", "t"),
        """
        {"collection_name":"a b","name":"a b","environment_variables":{"K":"made-up-2"}}""");

    assertThat(learned)
        .containsOnly(
            Map.entry("a b", List.of(Secret.of("planted-own"))),
            Map.entry("", List.of(Secret.of("made-up-1"), Secret.of("made-up-2"))));
  }

  @Test
  void hidesAnEnvironmentOfAnotherShapeEntirely() {
    for (String environment :
        List.of(
            "\"planted\"",
            "[\"planted\"]",
            """
            [{"key":"K","value":"planted"}]""")) {
      JsonNode body = through(ENVIRONMENT, "{\"environment_variables\":" + environment + "}");

      assertThat(body).hasToString("{\"environment_variables\":true}");
      assertThat(learned.get("a b")).contains(Secret.of("planted"));
    }
  }

  @Test
  void noFieldMaskBypassesTheGuard() {
    byte[] reply =
        """
        {"environment_variables":{"environment_variables":"planted","K":"planted"}}"""
            .getBytes(StandardCharsets.UTF_8);
    FieldMask keys = FieldMask.fields("K", "environment_variables");
    for (FieldMask keep :
        List.of(
            FieldMask.ALL,
            FieldMask.fields("environment_variables"),
            FieldMask.only().with("environment_variables", keys),
            FieldMask.each(FieldMask.each(FieldMask.ALL)),
            FieldMask.each(FieldMask.only()))) {
      FieldMaskReader reader = new FieldMaskReader(keep);
      reader.feed(reply, 0, reply.length);

      assertThat(through(ENVIRONMENT, reader.finish().toString()).toString())
          .doesNotContain("planted");
    }
  }

  @Test
  void doesNotChangeOtherReplies() {
    String text =
        """
        {"environment":{"K":"v"},"keys":["environment_variables"]}""";

    assertThat(through(ENVIRONMENT, text)).hasToString(text);
    assertThat(learned).isEmpty();
  }

  @Test
  void guardsEachEventBeforeItsListener() {
    List<String> received = new ArrayList<>();
    Exchange speaking =
        request -> {
          JsonNode event =
              JsonMapper.shared()
                  .readTree(
                      """
                      {"run":{"environment_variables":{"K":"planted-1"}}}""");
          ((ResponseHandling.Events) request.handling()).listener().accept(event);
          return Mono.just(new Reply(200, MissingNode.getInstance()));
        };

    new EnvironmentGuard(this::learn, speaking)
        .send(
            Request.post("/v1/chat/completions")
                .handling(new ResponseHandling.Events(event -> received.add(event.toString()))))
        .block();

    assertThat(received)
        .containsExactly(
            """
            {"run":{"environment_variables":{"K":true}}}""");
    assertThat(learned).containsExactly(Map.entry("", List.of(Secret.of("planted-1"))));
  }

  @Test
  void guardsTheRunInAnError() {
    JsonNode body =
        JsonMapper.shared()
            .readTree(
                """
                {"environment_variables":{"K":"planted-1"}}""");
    Exchange guard =
        new EnvironmentGuard(this::learn, one -> Mono.error(new Failure.StillRunning(body)));

    StillRunning failure =
        catchThrowableOfType(StillRunning.class, () -> guard.send(ENVIRONMENT).block());

    assertThat(failure.reply())
        .hasToString(
            """
            {"environment_variables":{"K":true}}""");
    assertThat(learned).containsExactly(Map.entry("", List.of(Secret.of("planted-1"))));
  }

  private JsonNode through(Request request, String json) {
    Reply reply = new Reply(200, JsonMapper.shared().readTree(json));
    Exchange guard = new EnvironmentGuard(this::learn, one -> Mono.just(reply));
    return guard.send(request).blockOptional().orElseThrow().body();
  }

  private void learn(String collection, List<Secret> values) {
    learned.computeIfAbsent(collection, first -> new ArrayList<>()).addAll(values);
  }
}
