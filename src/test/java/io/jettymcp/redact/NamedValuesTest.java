package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedValuesTest {
  private final Redactor redactor = new Redactor(new KnownSecrets());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          api_key=abc123def456|api_key=[redacted]
          password: hunter2hunter|password: [redacted]
          Wrong password: hunter2hunter.|Wrong password: [redacted].
          --api-key=abcdefghij --verbose|--api-key=[redacted] --verbose
          {"password": "swordfish", "n": 1}|{"password": "[redacted]", "n": 1}
          {\\"password\\": \\"swordfish\\"}|{\\"password\\": \\"[redacted]\\"}
          {'clientSecret': 'it is long'}|{'clientSecret': '[redacted]'}
          {"secret":"a\\"b\\"cdef"}|{"secret":"[redacted]"}
          AWS_SECRET_ACCESS_KEY=abcd/efgh+ijkl|AWS_SECRET_ACCESS_KEY=[redacted]
          aws_secret_access_key = Abcd/Efgh+Ij1kl|aws_secret_access_key = [redacted]
          PGPASSWORD=swordfish psql|PGPASSWORD=[redacted] psql
          API key: abc123def456|API key: [redacted]
          **Token:** abc123def456|**Token:** [redacted]
          headers["X-Api-Key"] = "abcdefgh"|headers["X-Api-Key"] = "[redacted]"
          token := "abcdefgh"|token := "[redacted]"
          :password => "swordfish"|:password => "[redacted]"
          Authorization: Bearer abc.def-123|Authorization: Bearer [redacted]
          Authorization: Basic dXNlcjpwYXNzd29yZA==|Authorization: Basic [redacted]
          -H 'Authorization: Bearer abc.def-123' -d|-H 'Authorization: Bearer [redacted]' -d
          {"Authorization": "Bearer abcdef"}|{"Authorization": "Bearer [redacted]"}
          authorization=Bearer%20abcdef123|authorization=Bearer%20[redacted]
          sent Bearer abcdef1234567890 to|sent Bearer [redacted] to
          Cookie: sid=abcdef; theme=dark|Cookie: [redacted]
          Set-Cookie: sid=abcdef; HttpOnly|Set-Cookie: [redacted]
          webhook_secret=abcdefgh&x=1|webhook_secret=[redacted]&x=1
          (token=abcdef12)|(token=[redacted])
          {"password":12345678}|{"password":[redacted]}
          session_key='abcdefgh'|session_key='[redacted]'""")
  void valueAfterSecretNameIsHidden(String text, String expected) {
    assertThat(redactor.redact(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "use the deploy secret: REPO_TOKEN of the repository",
        "class A {\n  this.token = token;\n}",
        "pass `password=` to `PdfReader` and read it"
      })
  void nameAndCodeStay(String text) {
    assertThat(redactor.redact(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Amz-Signature=0a1b2c3d4e|X-Amz-Signature=[redacted]",
        "X-Amz-Credential=FAKE/2026/us-east-1/s3|X-Amz-Credential=[redacted]",
        "X-Amz-Security-Token=Fake%2Fabc|X-Amz-Security-Token=[redacted]",
        "X-Goog-Signature=0a1b2c3d|X-Goog-Signature=[redacted]",
        "X-Goog-Credential=fake%40acme|X-Goog-Credential=[redacted]",
        "sig=0a1b2c3d|sig=[redacted]",
        "Signature=0a1b2c3d|Signature=[redacted]",
        "token=abcdefgh|token=[redacted]",
        "access_token=abcdefgh|access_token=[redacted]",
        "api_key=abcdefgh|api_key=[redacted]",
        "key=abcdefgh|key=[redacted]"
      })
  void signatureOfSignedUrlIsHidden(String parameter, String expected) {
    String url = "https://bucket.example.com/a/b.png?";
    assertThat(redactor.redact("see " + url + parameter)).isEqualTo("see " + url + expected);
    assertThat(redactor.redact(url + "X-Amz-Date=20260101T000000Z&" + parameter + "&v=1 x"))
        .isEqualTo(url + "X-Amz-Date=20260101T000000Z&" + expected + "&v=1 x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://user:pa55@db.example.com/x|postgres://user:[redacted]@db.example.com/x",
        "https://user:p%40ss:w@host:8080|https://user:[redacted]@host:8080",
        "redis://:secretpw@host|redis://:[redacted]@host",
        "mongodb+srv://u:p@ss@host/db|mongodb+srv://u:[redacted]@host/db",
        "https://abcdef0123456789abcd@github.com/x|https://[redacted]@github.com/x"
      })
  void passwordInUrlIsHidden(String url, String expected) {
    assertThat(redactor.redact("at " + url + " now")).isEqualTo("at " + expected + " now");
  }

  @Test
  void plainWordsInSettingsFileAreHidden() {
    assertThat(redactor.redact("user: bob\npassword: swordfish\nport: 5432\n"))
        .isEqualTo("user: bob\npassword: [redacted]\nport: 5432\n");
    assertThat(redactor.redact("  - \"DB_PASSWORD: swordfish\"\n- x"))
        .isEqualTo("  - \"DB_PASSWORD: [redacted]\"\n- x");
  }

  @Test
  void valueAtLineEndMayContainBracketsAndCommas() {
    assertThat(redactor.redact("DB_PASSWORD=Xy7(kq9!m,m&z;{1}"))
        .isEqualTo("DB_PASSWORD=[redacted]");
    assertThat(redactor.redact("a: 1\npassword: Xy7(kq9!m,m\nb: 2"))
        .isEqualTo("a: 1\npassword: [redacted]\nb: 2");
  }

  @Test
  void valueWithoutClosingQuoteIsHidden() {
    assertThat(
            redactor.redact(
                """
        {"a": 1, "password": "swordfis"""))
        .isEqualTo(
            """
        {"a": 1, "password": "[redacted]""");
    assertThat(redactor.redact("{\"authorization\": \"Bearer abcdef"))
        .isEqualTo("{\"authorization\": \"Bearer [redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the token is expired",
        "token: pending",
        "Invalid token: signature has expired",
        "wrong password: authentication failed",
        "password: required",
        "\"password\": \"required\"",
        "Password: minimum 8 characters",
        "a secret: nobody knows",
        "total_tokens: 123456789",
        "total_tokens=123456789, max_tokens=4096",
        "\"prompt_tokens\": 123456789",
        "token count: 123456789",
        "token: 12345678",
        "next_page_token=abcdefgh12345",
        "api_key=${API_KEY}",
        "api_key={{api_key}}",
        "api_key: <your key>",
        "api_key=$OPENAI_API_KEY",
        "\"api_key\": \"{{api_key}}\"",
        "password=********",
        "password=[redacted]",
        "token mlc_...abcd, token=mlc_...abcd",
        "Authorization: Bearer [redacted]",
        "Authorization: Bearer <token>",
        "Authorization: Bearer token required",
        "api_key=init_params.api_key",
        "token = get_token(user)",
        "secret=os.environ['X']",
        "has_secret=true",
        "\"token\": null",
        "secret_name=my-first-secret-1",
        "secrets: OPENAI_API_KEY and GEMINI_API_KEY",
        "cookie: a small file that a site stores",
        "Bearer authentication-is-required",
        "Basic understanding of authorization",
        "primary_key=user_id_12345678",
        "keyboard=qwertyuiop1",
        "https://jetty.io/acme/summarize/1a2b3c4d",
        "ssh://git@github.com/acme/x.git",
        "https://host:8080/path/@user",
        "mailto:user@example.com at 12:30:45",
        "https://registry.example.com/@scope/name",
        "a=b==c::d:=e=>f",
        "if (token == other) {}"
      })
  void ordinaryTextIsReturnedUnchanged(String text) {
    assertThat(redactor.redact(text)).isSameAs(text);
  }

  @Test
  void redactionIsIdempotent() {
    String once =
        redactor.redact("password=swordfish1 token: \"abc12345\" https://u:pa55word@h Cookie: a=b");
    assertThat(redactor.redact(once)).isSameAs(once);
  }
}
