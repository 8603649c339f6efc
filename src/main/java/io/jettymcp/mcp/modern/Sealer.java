package io.jettymcp.mcp.modern;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.json.JsonWriter;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.secret.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals what hosts hold for this server, so that they can neither read nor change it (AES-256-GCM).
 * Loads the cryptography of Java on first use.
 */
public final class Sealer {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** The uses of a seal; what is sealed for one cannot be opened for another. */
  public enum Purpose {
    STATE,
    TASK
  }

  private final MasterKey key;
  private final Supplier<Optional<Secret>> token;

  /** A key that is read, or made, on first use. */
  private static final class MasterKey {
    private final Supplier<byte[]> source;
    private byte @Nullable [] loaded;

    MasterKey(Supplier<byte[]> source) {
      this.source = source;
    }

    synchronized byte[] bytes() {
      if (loaded == null) {
        loaded = source.get();
      }
      return loaded;
    }
  }

  private Sealer(MasterKey key, Supplier<Optional<Secret>> token) {
    this.key = key;
    this.token = token;
  }

  /** Uses a key of this process: what it seals cannot be opened after its end, or elsewhere. */
  public static Sealer ofProcess() {
    return new Sealer(
        new MasterKey(
            () -> {
              byte[] key = new byte[32];
              new SecureRandom().nextBytes(key);
              return key;
            }),
        Optional::empty);
  }

  /** Uses a key that replicas share. */
  public static Sealer of(Secret key) {
    return new Sealer(new MasterKey(() -> key.reveal().getBytes(UTF_8)), Optional::empty);
  }

  /**
   * Returns a sealer with the same key that binds what it seals to the server's own token as well.
   * Callers who share that token have one owner, whatever the token is.
   *
   * @param own returns the token of the moment
   */
  public Sealer boundTo(Supplier<Optional<Secret>> own) {
    return new Sealer(key, own);
  }

  /**
   * Seals a value as text that URLs and headers can carry.
   *
   * @param binding what must be the same when it is opened, such as the owner
   */
  public String seal(Purpose purpose, ObjectNode value, String binding) {
    byte[] iv = new byte[IV_BYTES];
    new SecureRandom().nextBytes(iv);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, purpose, iv, binding);
      byte[] sealed = cipher.doFinal(JsonWriter.of(value).getBytes(UTF_8));
      byte[] all = ByteBuffer.allocate(iv.length + sealed.length).put(iv).put(sealed).array();
      return encoded(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + CIPHER, e);
    }
  }

  /**
   * Different texts can stand for the same bytes (RFC 4648, section 3.5); only this one is ours.
   */
  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Opens what was sealed for this purpose and binding; empty for anything else. */
  public Optional<ObjectNode> open(Purpose purpose, String sealed, String binding) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(sealed);
      if (all.length <= IV_BYTES || !encoded(all).equals(sealed)) {
        return Optional.empty();
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, purpose, Arrays.copyOf(all, IV_BYTES), binding);
      byte[] value = cipher.doFinal(all, IV_BYTES, all.length - IV_BYTES);
      JsonNode read = McpJson.mapper().readTree(new String(value, UTF_8));
      return read instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (IllegalArgumentException | GeneralSecurityException | JacksonException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, Purpose purpose, byte[] iv, String binding)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key(purpose), "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(binding.getBytes(UTF_8));
    token.get().ifPresent(own -> cipher.updateAAD(own.reveal().getBytes(UTF_8)));
    return cipher;
  }

  /** Derives the key of a purpose (HMAC-SHA-256 as in HKDF, RFC 5869). */
  private byte[] key(Purpose purpose) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
    return mac.doFinal(("jetty-mcp " + purpose).getBytes(UTF_8));
  }
}
