package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdinarySettingsTest {
  private final OrdinarySettings byDefault = new OrdinarySettings(List.of());

  @ParameterizedTest
  @CsvSource({
    "DEFAULT_MODEL,gpt-4o-mini",
    "MODEL,claude-3-5-sonnet-20241022",
    "JUDGE_MODEL,openrouter/anthropic/claude-3.5-sonnet:beta",
    "IMAGE_MODEL,black-forest-labs/flux-1.1-pro",
    "LOCAL_MODEL,mixtral-8x7b-32768",
    "LLM_MODEL,accounts/fireworks/models/llama-v3p1-405b-instruct",
    "LLM_MODEL,meta-llama/Llama-3.3-70B-Instruct",
    "AWS_REGION,eu-west-1",
    "aws_region,ap-southeast-2",
    "GCP_ZONE,us-central1-a",
    "LC_LOCALE,zh-Hant-TW",
    "LANG,en_US.UTF-8",
    "TZ,America/Argentina/Buenos_Aires",
    "TIMEZONE,Etc/GMT+5",
    "NODE_ENV,production",
    "DEPLOY_STAGE,staging-eu",
    "LOG_LEVEL,information",
    "DATE_FORMAT,YYYY-MM-DD/HH:mm",
    "API_VERSION,2024-05-01-preview",
    "DB_HOST,db-2.internal.example.com",
    "DB_HOST,10.20.30.40:5432",
    "SERVICE_PORT,tcp://10.0.0.1:5432",
    "S3_BUCKET,acme-artifacts.eu",
    "BASE_URL,https://api.example.com/v1/chat/",
    "DATABASE_URL,postgres://db.example.com:5432/orders"
  })
  void settingByNameAndFormIsOrdinary(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI_API_KEY,gpt-4o-mini",
    "MODEL_KEY,gpt-4o-mini",
    "SUPERMODEL,gpt-4o-mini",
    "MODELS,gpt-4o-mini",
    "REGION_1,eu-west-1",
    "PASSWORD,production",
    "HOSTNAME,db.example.com",
    "'',production"
  })
  void otherNameIsNotOrdinary(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DB_PASSWORD_ENV,sunflowers",
    "SECRET_VERSION,12345678",
    "SECRET_ENV,sunflowers",
    "PGPASSWORD_STAGE,sunflowers",
    "dbPassword_env,sunflowers",
    "ADMIN_PASSWORD_2_VERSION,sunflowers",
    "STRIPE_API_KEY_FORMAT,sunflowers",
    "GITHUB_TOKEN__LEVEL,sunflowers",
    "AUTH_TOKEN_URL,https://example.com/abc",
    "APP_SECRETS_REGION,eu-west-1"
  })
  void settingOfASecretIsNotOrdinaryUnlessListed(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isFalse();
    OrdinarySettings listed = new OrdinarySettings(List.of(variable));
    assertThat(listed.isOrdinary(variable, Secret.of(value))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "PRIMARY_KEY_FORMAT,uuid-text",
    "SECRETS_MANAGER_REGION,eu-west-1",
    "AUTHOR_LOCALE,en-GB",
    "ENV,production"
  })
  void nameThatOnlyResemblesASecretIsOrdinary(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "DEFAULT_MODEL,sk-proj-abcdefgh12345678",
    "DEFAULT_MODEL,mlc_abcdefghijklmnop",
    "DEFAULT_MODEL,hunter2hunter2hunter2",
    "DEFAULT_MODEL,9f86d081884c7d659a2feaa0c55ad015",
    "DEFAULT_MODEL,550e8400-e29b-41d4-a716-446655440000",
    "DEFAULT_MODEL,12345678-1234-1234-1234-123456789012",
    "DEFAULT_MODEL,1A2B-3C4D-5E6F-7G8H",
    "DEFAULT_MODEL,qXzRtLmWkPvB",
    "DEFAULT_MODEL,abcdefghijklmnopqrstuvwxyz",
    "DEFAULT_MODEL,AKIAIOSFODNN7EXAMPLE",
    "APP_ENV,p@ss:w0rd!",
    "APP_ENV,correct horse battery staple",
    "BASE_URL,correct-horse-battery-staple",
    "DB_HOST,admin:hunter@db.example.com",
    "BASE_URL,https://user:pass@example.com/",
    "BASE_URL,https://token@example.com/",
    "BASE_URL,https://example.com/?sig=abc",
    "BASE_URL,https://example.com/a#abc",
    "BASE_URL,https://hooks.example.com/services/T0123ABCD/B0123ABCD/Xyz12345abcde",
    "SLACK_WEBHOOK_URL,https://example.com/abc",
    "BASE_URL,https://example.com/9f86d081884c7d65"
  })
  void valueWithTheFormOfAKeyIsNotOrdinary(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "MODE,completed",
    "TASK,nightly-report",
    "FIELD,trajectory_id",
    "TEAM,Marketing",
    "PLAN,ENTERPRISE",
    "OWNER,acme/research"
  })
  void commonWordIsOrdinaryUnderAnyPlainName(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isTrue();
    assertThat(new OrdinarySettings(List.of("none")).isOrdinary(variable, Secret.of(value)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PASSWORD,completed",
    "DB_PASS,sunflowers",
    "API_KEY,completed",
    "ACCESS_TOKEN,nightly-report",
    "CREDENTIAL,completed",
    "LOGIN,sunflowers",
    "ADMIN_PW,sunflowers",
    "RECOVERY_PHRASE,sunflowers",
    "HASH_SALT,sunflowers",
    "UNLOCK_CODE,sunflowers",
    "LDAP_BINDPW,summer-holiday",
    "DBPW,summer-holiday",
    "dbPw,summer-holiday",
    "DB_PSWD,summer-holiday",
    "ADMIN_PW2,summer-holiday",
    "PIN2,sunflowers",
    "userPin,sunflowers",
    "OTP,sunflowers",
    "MFA_BACKUP,sunflowers",
    "WIFI_PSK,summer-holiday",
    "VAULT_UNLOCK,sunflowers",
    "MNEMONIC,summer-holiday",
    "KENNWORT,sommerferien",
    "PASSWORT,sommerferien",
    "SENHA,sunflowers",
    "CONTRASENA,sunflowers",
    "CLAVE,sunflowers",
    "MODE,correct-horse-battery",
    "MODE,correct horse",
    "MODE,hunter2hunter",
    "MODE,qXzRtLmWkPvB",
    "MODE,kdjfhgkwprqz",
    "MODE,xkcdbrpt",
    "MODE,abcdefghijklmnopqrst"
  })
  void wordThatCanBeASecretIsNotOrdinary(String variable, String value) {
    assertThat(byDefault.isOrdinary(variable, Secret.of(value))).isFalse();
  }

  @Test
  void commonWordOfTheProcessIsOrdinaryOnlyIfListed() {
    Secret word = Secret.of("nightly-report");
    assertThat(byDefault.isOrdinaryOfProcess("TASK", word)).isFalse();
    assertThat(byDefault.isOrdinaryOfProcess("LOG_LEVEL", Secret.of("information"))).isTrue();
    assertThat(new OrdinarySettings(List.of("TASK")).isOrdinaryOfProcess("TASK", word)).isTrue();
  }

  @Test
  void blanksAroundAValueAreIgnored() {
    assertThat(byDefault.isOrdinary("AWS_REGION", Secret.of(" eu-west-1\n"))).isTrue();
  }

  @Test
  void listedVariableIsOrdinaryForAnyValue() {
    OrdinarySettings listed = new OrdinarySettings(List.of("TEAM_*", "PLAN"));
    assertThat(listed.isOrdinary("TEAM_NAME", Secret.of("x9f86d081884c7d659"))).isTrue();
    assertThat(listed.isOrdinary("PLAN", Secret.of("x9f86d081884c7d659"))).isTrue();
    assertThat(listed.isOrdinary("PLAN_B", Secret.of("x9f86d081884c7d659"))).isFalse();
    assertThat(listed.isOrdinary("DEFAULT_MODEL", Secret.of("gpt-4o-mini"))).isTrue();
  }

  @Test
  void noneDisablesRecognitionByForm() {
    OrdinarySettings none = new OrdinarySettings(List.of("none"));
    assertThat(none.isOrdinary("DEFAULT_MODEL", Secret.of("gpt-4o-mini"))).isFalse();
    OrdinarySettings some = new OrdinarySettings(List.of("none", "AWS_*"));
    assertThat(some.isOrdinary("DEFAULT_MODEL", Secret.of("gpt-4o-mini"))).isFalse();
    assertThat(some.isOrdinary("AWS_REGION", Secret.of("eu-west-1"))).isTrue();
  }

  @Test
  void hostileValueTakesLittleTime() {
    for (String piece : List.of("a-", "1a1a-", "a1", "/", "a:", "hook")) {
      String value = piece.repeat(200_000 / piece.length()) + "!";
      assertThat(byDefault.isOrdinary("DEFAULT_MODEL", Secret.of(value))).isFalse();
      String bounded = piece.repeat(190 / piece.length()) + "!";
      assertThat(byDefault.isOrdinary("DEFAULT_MODEL", Secret.of(bounded))).isFalse();
    }
  }
}
