package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jettymcp.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class TreeRedactionTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final KnownSecrets known = new KnownSecrets();
  private final Redactor redactor = new Redactor(known);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "passwd",
        "dbPassword",
        "PGPASSWORD",
        "password_1",
        "secret",
        "client_secret",
        "clientSecret",
        "client-secret",
        "webhook_secret",
        "secret_value",
        "SECRET_KEY_BASE",
        "token",
        "access_token",
        "refreshToken",
        "mcp_auth_token",
        "authtoken",
        "GITHUB_TOKEN",
        "api_key",
        "apikey",
        "api-key",
        "apiKey",
        "APIKey",
        "OPENAI_API_KEY",
        "x-api-key",
        "access_key",
        "AWS_SECRET_ACCESS_KEY",
        "private_key",
        "session_key",
        "authorization",
        "Authorization",
        "Proxy-Authorization",
        "credential",
        "credentials",
        "X-Amz-Credential",
        "cookie",
        "Set-Cookie",
        "bearer",
        "signature",
        "X-Mise-Signature",
        "sig",
        "jwt"
      })
  void valueUnderSecretNameIsHidden(String name) {
    JsonNode tree = NODES.objectNode().put(name, "word").put("other", "word");
    JsonNode expected = NODES.objectNode().put(name, "[redacted]").put("other", "word");
    assertThat(redactor.redact(tree)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token_source",
        "token_type",
        "token_count",
        "token_url",
        "token_expires_at",
        "next_page_token",
        "nextPageToken",
        "page_token",
        "eos_token",
        "tokens",
        "max_tokens",
        "secret_name",
        "secret_env",
        "api_key_name",
        "key",
        "keys",
        "environment_keys",
        "redacted_param_keys",
        "primary_key",
        "keyboard",
        "author",
        "authorize_url",
        "auth_type",
        "passed",
        "passthrough",
        "design",
        "signal",
        "environment",
        "env",
        "storage_path",
        "cookie_policy",
        "credential_id",
        "trajectory_id",
        ""
      })
  void valueUnderOtherNameStays(String name) {
    JsonNode tree = NODES.objectNode().put(name, "word");
    assertThat(redactor.redact(tree)).isSameAs(tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // Numbers, booleans and null.
        "{'usage':{'total_tokens':12345678,'prompt_tokens':9,'token':7,'max_tokens':4096}}|=",
        "{'has_secret':true,'secret':false,'token':null,'password':''}|=",
        "{'password':12345678,'pin_secret':1.5}|{'password':'#','pin_secret':'#'}",
        // Names of secrets and their metadata.
        "{'secret_keys':['OPENAI_API_KEY','X'],'api_keys':['HF_TOKEN']}|=",
        "{'api_keys':['HF_TOKEN','hunter2']}|{'api_keys':['HF_TOKEN','#']}",
        "{'required_secrets':['OPENAI_API_KEY']}|=",
        "{'secret':{'env':'X_KEY','description':'for x','required':true}}|=",
        "{'secrets':{'openai':{'env':'OPENAI_API_KEY','required':true,'configured':false}}}|=",
        "{'secrets':[{'name':'openai','env':'OPENAI_API_KEY','description':'d'}]}|=",
        "{'secrets':{'openai':'abcdefgh'}}|{'secrets':{'openai':'#'}}",
        "{'password':{'type':'string','description':'of the user','default':'abc'}}"
            + "|{'password':{'type':'string','description':'of the user','default':'#'}}",
        "{'password':{'old':'abc','list':['d',1,true]}}|{'password':{'old':'#','list':['#','#',true]}}",
        "{'sources':[{'url':'https://git.example.com/a','secret':'REPO_TOKEN'}]}|=",
        "{'mcp_servers':{'tracker':{'secret':'TRACKER_2_TOKEN','headers':{'X-Team':'docs'}}}}|=",
        "{'secret':'S3_KEY','secret_env':{'api_key':'OPENAI_API_KEY'},'from_env':'MY_KEY'}|=",
        "{'api_key_path':'env.OPENAI_API_KEY','api_key':'env.OPENAI_API_KEY'}|=",
        "{'token':'${{ secrets.REPO_TOKEN }}','required_keys':['OPENAI_API_KEY']}|=",
        "{'secret':'JBSWY3DPEHPK3PXP'}|{'secret':'#'}",
        "{'secret':'AKIAIOSFODNN7EXAMPLE'}|{'secret':'#'}",
        "{'secret':'repo_token','secret_value':'REPO_TOKEN','client_secret':'REPO_TOKEN'}"
            + "|{'secret':'#','secret_value':'#','client_secret':'#'}",
        "{'secret_env':{'api_key':'hunter2hunter'}}|{'secret_env':{'api_key':'#'}}",
        "{'agent_env':{'secret':'REPO_TOKEN','TOKEN':'abc'}}"
            + "|{'agent_env':{'secret':'#','TOKEN':'#'}}",
        "{'name':'secret','value':'REPO_TOKEN'}|{'name':'secret','value':'#'}",
        "{'runbook':'sources:\\n  - name: checks\\n    secret: REPO_TOKEN\\n'}|=",
        "{'config':'{\\\"secret\\\": \\\"REPO_TOKEN\\\"}'}|=",
        "{'runbook':'a: b\\nsecret: JBSWY3DPEHPK3PXP\\n'}|{'runbook':'a: b\\nsecret: #\\n'}",
        // Maps with names chosen by users.
        "{'environment_variables':{'A':'x','B':1,'C':true,'D':null,'E':{'F':['y']}}}"
            + "|{'environment_variables':{'A':'#','B':'#','C':'#','D':null,'E':{'F':['#']}}}",
        "{'agent_env':{'env':'x','description':'y'}}|{'agent_env':{'env':'#','description':'#'}}",
        "{'secret_params':{'token':1}}|{'secret_params':{'token':'#'}}",
        "{'storage_info':{'key':'x','bucket':'y'}}|{'storage_info':{'key':'#','bucket':'#'}}",
        "{'mcp_servers':{'m':{'env':{'A':'x'}}}}|{'mcp_servers':{'m':{'env':{'A':'#'}}}}",
        "{'environmentVariables':{'A':'{{a}}'}}|{'environmentVariables':{'A':'#'}}",
        // Placeholders and redaction marks.
        "{'api_key':'{{api_key}}','password':'${PASSWORD}','secret':'<yours>'}|=",
        "{'token':'mlc_...abcd','secret':'[redacted]','password':'...wxyz'}|=",
        // Pairs of name and value.
        "{'key':'api_key','value':'abc'}|{'key':'api_key','value':'#'}",
        "{'name':'Authorization','value':'abc'}|{'name':'Authorization','value':'#'}",
        "{'key':'quality','value':'abc'}|=",
        "{'key':'token_count','value':'123'}|=",
        // Strings under any name.
        "{'error':'bad password=hunter2hunter'}|{'error':'bad password=#'}",
        "[['x',{'y':'sk-abcdefgh12345678'}]]|[['x',{'y':'#'}]]"
      })
  void fieldNameDecidesAboutItsValue(String given, String expected) {
    JsonNode tree = json(given);
    JsonNode redacted = redactor.redact(tree);
    if (expected.equals("=")) {
      assertThat(redacted).isSameAs(tree);
    } else {
      assertThat(redacted).isEqualTo(json(expected.replace("#", "[redacted]")));
    }
    assertThat(redactor.redact(redacted)).isSameAs(redacted);
  }

  @Test
  void knownSecretThatLooksLikeANameIsHidden() {
    known.learn(Secret.of("SECRET_IN_CAPITALS"));
    assertThat(redactor.redact(json("{'secret':'SECRET_IN_CAPITALS'}")))
        .isEqualTo(json("{'secret':'[redacted]'}"));
  }

  @Test
  void longValueThatResemblesANameTakesLittleTime() {
    JsonNode tree = NODES.objectNode().put("secret", "A1_".repeat(20) + "a");
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> redactor.redact(tree));
  }

  @Test
  void jettyTokenUnderSecretNameKeepsItsLastFourCharacters() {
    JsonNode tree = NODES.objectNode().put("token", "mlc_" + "k".repeat(28) + "wxyz");
    assertThat(redactor.redact(tree).path("token").stringValue()).isEqualTo("mlc_...wxyz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678",
        "-12345678",
        "12345678.0",
        "1.2345678E7",
        "912345678001",
        "0.12345678",
        "123456780000000000000000001"
      })
  void numberThatContainsAKnownValueIsHidden(String number) {
    JsonNode tree = json("{'total_tokens':" + number + ",'n':[" + number + ",7]}");
    assertThat(redactor.redact(tree)).isSameAs(tree);
    known.learn(Secret.of("12345678"));
    assertThat(redactor.redact(tree))
        .isEqualTo(json("{'total_tokens':'[redacted]','n':['[redacted]',7]}"));
  }

  @Test
  void hugeExponentIsNotExpanded() {
    known.learn(Secret.of("12345678"));
    JsonNode tree = NODES.numberNode(new java.math.BigDecimal("1E+999999999"));
    assertThat(redactor.redact(tree)).isSameAs(tree);
  }

  @Test
  void redactedFieldNamesAreNumbered() {
    known.learn(Secret.of("first-value"));
    known.learn(Secret.of("second-value"));
    JsonNode tree =
        json("{'a':1,'first-value':2,'second-value':3,'[redacted]':4,'my first-value':5,'z':6}");
    assertThat(redactor.redact(tree).toString())
        .isEqualTo(
            json("{'a':1,'[redacted]_1':2,'[redacted]_2':3,'[redacted]':4,'my [redacted]':5,'z':6}")
                .toString());
  }

  @Test
  void allOfManyNamesAreRedacted() {
    known.learn(Secret.of("known-value"));
    ObjectNode tree = NODES.objectNode();
    for (int i = 0; i < 3_000; i++) {
      tree.put("known-value " + i, "x").put(i + " password", "swordfish");
    }
    assertThat(redactor.redact(tree).toString()).doesNotContain("known-value", "swordfish");
  }

  @Test
  void unchangedPartsAreShared() {
    JsonNode tree = json("{'kept':{'a':[1,2]},'password':'abc','list':[{'b':1},'x']}");
    JsonNode redacted = redactor.redact(tree);
    assertThat(redacted).isNotSameAs(tree);
    assertThat(redacted.path("kept")).isSameAs(tree.path("kept"));
    assertThat(redacted.path("list")).isSameAs(tree.path("list"));
    assertThat(tree.path("password").stringValue()).isEqualTo("abc");
  }

  @Test
  void tooDeeplyNestedValueIsHidden() {
    JsonNode deep = NODES.stringNode("bottom");
    for (int i = 0; i < 100_000; i++) {
      ArrayNode around = NODES.arrayNode();
      around.add(deep);
      deep = around;
    }
    assertThat(redactor.redact(deep).toString()).contains("[redacted]").doesNotContain("bottom");
    JsonNode named = NODES.objectNode().set("password", deep);
    assertThat(redactor.redact(named).toString()).contains("[redacted]").doesNotContain("bottom");
  }

  @Test
  void opaqueNodeIsHidden() {
    JsonNode tree = NODES.objectNode().put("file", new byte[] {1, 2, 3});
    assertThat(redactor.redact(tree)).isEqualTo(json("{'file':'[redacted]'}"));
  }

  @Test
  void missingNodeStaysMissing() {
    assertThat(redactor.redact(NODES.missingNode())).isSameAs(NODES.missingNode());
    assertThat(redactor.redact(NODES.nullNode())).isSameAs(NODES.nullNode());
    assertThat(redactor.redact("")).isEmpty();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
