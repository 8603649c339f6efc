package io.jettymcp.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Accepts a PEM file with a certificate; the certificates are read when they are needed. */
record CertificateFileSyntax() implements SettingSyntax<Path> {
  private static final String MARK = "-----BEGIN CERTIFICATE-----";

  /** In bytes; the bundles of systems have some 200 KB. */
  private static final long MAX_SIZE = 16 * 1024 * 1024;

  @Override
  public String label() {
    return "FILE";
  }

  @Override
  public Path parse(String text, ProcessEnvironment environment) {
    try {
      Path file = environment.resolve(text);
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw ValueSyntax.not("an existing, readable file", text);
      }
      if (Files.size(file) > MAX_SIZE
          || !Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARK)) {
        throw ValueSyntax.not("a PEM file with certificates (" + MARK + ")", text);
      }
      return file;
    } catch (IOException | InvalidPathException e) {
      throw ValueSyntax.not("an existing, readable file", text);
    }
  }
}
