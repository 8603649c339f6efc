package io.jettymcp.e2e;

import io.jettymcp.jetty.FaultAnswer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Holds the random content of a file that Jetty stores. */
final class StoredFile {
  static final String TYPE = "application/octet-stream";
  static final String ROUTE = "GET /api/v1/file/acme/echo/0000/big.bin";
  static final String ARGUMENTS = "{\"file_path\":\"acme/echo/0000/big.bin\"}";

  final byte[] content;

  StoredFile(int size) {
    content = new byte[size];
    new Random(7).nextBytes(content);
  }

  FaultAnswer complete() {
    return FaultAnswer.file(TYPE, content, content.length);
  }

  FaultAnswer cutAfter(int bytes) {
    return FaultAnswer.file(TYPE, content, bytes);
  }

  String sha256() {
    return sha256(content);
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
