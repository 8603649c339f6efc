package io.jettymcp.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenHashTest {
  private static final Secret TOKEN = Secret.of("mlc_" + "t".repeat(30));
  private static final Optional<Secret> KEY = Optional.of(Secret.of("k".repeat(40)));

  @Test
  void replicasWithTheSameKeyGiveATokenTheSameName() {
    assertThat(new TokenHash(KEY).of(TOKEN)).isEqualTo(new TokenHash(KEY).of(TOKEN));
  }

  @Test
  void namesDependOnTheKey() {
    Optional<Secret> other = Optional.of(Secret.of("o".repeat(40)));
    assertThat(new TokenHash(KEY).of(TOKEN)).isNotEqualTo(new TokenHash(other).of(TOKEN));
  }

  @Test
  void processesWithoutAKeyGiveATokenDifferentNames() {
    assertThat(new TokenHash(Optional.empty()).of(TOKEN))
        .isNotEqualTo(new TokenHash(Optional.empty()).of(TOKEN));
  }

  @Test
  void differentTokensHaveDifferentNames() {
    TokenHash hash = new TokenHash(KEY);
    assertThat(hash.of(TOKEN)).isNotEqualTo(hash.of(Secret.of("mlc_" + "u".repeat(30))));
  }
}
