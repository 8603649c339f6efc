package io.jettymcp.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  private static final String[] PIECES = {
    "a",
    "B",
    ".",
    "..",
    "-",
    " ",
    "/",
    "\\",
    "\0",
    "\n",
    "\u001b[2J",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ufe0f",
    "\u3164",
    "\u0085",
    "\u2028",
    "\ud800",
    "\udc00",
    "\ue000",
    "CON",
    "nul",
    "com1",
    "LPT\u00b9",
    ":",
    "*",
    "?",
    "\"",
    "<",
    ">",
    "|",
    "é",
    "e\u0301",
    "漢",
    "😀",
    ".env",
    ".git",
    ".txt",
    "%2e%2e%2f",
    "~",
    "\u00a0",
    "\u3000",
    "x".repeat(120)
  };

  @ParameterizedTest
  @CsvSource({
    "report.md, report.md",
    "acme/echo/0000/1a2b.run.0000.app--results--report.md, 1a2b.run.0000.app--results--report.md",
    "'..\\..\\evil.exe', evil.exe",
    "../../etc/passwd, passwd",
    ".bashrc, bashrc",
    "-rf, rf",
    "'.-. -x', x",
    "'report.txt. .', report.txt",
    "'a:b*c?d\"e<f>g|h.txt', a_b_c_d_e_f_g_h.txt",
    "CON, _CON",
    "nul.txt, _nul.txt",
    "'com1 .tar.gz', '_com1 .tar.gz'",
    "console.txt, console.txt",
    "naïve 漢字 😀.png, naïve 漢字 😀.png",
    "'', file",
    "'/', file",
    "'...', file",
    "' - ', file"
  })
  void unsafeNamesBecomeSafe(String from, String to) {
    assertThat(FileName.safe(from)).isEqualTo(to);
  }

  @Test
  void invisibleCharactersAreRemoved() {
    assertThat(FileName.safe("txt.\u202eexe.pdf")).isEqualTo("txt.exe.pdf");
    assertThat(FileName.safe("\ufeff\u200b.\u2060env")).isEqualTo("env");
    assertThat(FileName.safe("a\u0000b\nc\u001b[2J.txt")).isEqualTo("abc[2J.txt");
    assertThat(FileName.safe("a\u00a0b")).isEqualTo("a b");
  }

  @Test
  void longNameKeepsItsExtension() {
    String name = FileName.safe("漢".repeat(200) + ".json");
    assertThat(name).isEqualTo("漢".repeat(83) + ".json");
    assertThat(FileName.safe("x".repeat(300))).isEqualTo("x".repeat(255));
    assertThat(FileName.safe("x." + "y".repeat(300))).hasSize(255).startsWith("x.yyy");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noCombinationOfCharactersIsUnsafe(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      StringBuilder from = new StringBuilder();
      for (int i = random.nextInt(9); i >= 0; i--) {
        from.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String name = FileName.safe(from.toString());
      Path root = Path.of("/work");
      assertThat(root.resolve(name).normalize().getParent()).as(from.toString()).isEqualTo(root);
      assertThat(name)
          .as(from.toString())
          .isNotEmpty()
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}<>:\"|?*/\\\\]")
          .doesNotStartWith(".")
          .doesNotStartWith("-")
          .doesNotStartWith(" ")
          .doesNotEndWith(".")
          .doesNotEndWith(" ");
      assertThat(name.toLowerCase(Locale.ROOT)).doesNotMatch("(con|nul|com1|lpt\u00b9)(\\..*)?");
      assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
      assertThat(FileName.safe(name)).as(from.toString()).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".git", ".GIT", ".Git. .", ".g\u200cit", "\ufeff.git"})
  void namesEqualForTheFileSystemAreEqual(String name) {
    assertThat(FileName.folded(name)).isEqualTo(".git");
  }
}
