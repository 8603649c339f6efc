package io.jettymcp.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists the PEM files, and directories of such, whose authorities are trusted besides Java's own.
 *
 * @param places each with where it was set
 * @param warnings sentences about variables that were ignored
 */
public record TrustedCertificates(List<SettingValue<Path>> places, List<String> warnings) {
  public TrustedCertificates {
    places = List.copyOf(places);
    warnings = List.copyOf(warnings);
  }

  /** Finds those of the flag and of the variables that OpenSSL and Node read. */
  public static TrustedCertificates of(Settings settings) {
    List<SettingValue<Path>> places = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Optional<Path> named = settings.get(GeneralSettings.CA_FILE);
    named.ifPresent(
        file -> places.add(new SettingValue<>(file, settings.source(GeneralSettings.CA_FILE))));
    ProcessEnvironment environment = settings.environment();
    for (String variable : List.of("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")) {
      environment
          .variable(variable)
          .ifPresent(
              text -> {
                try {
                  Path file = new CertificateFileSyntax().parse(text, environment);
                  places.add(new SettingValue<>(file, new Source.Environment(variable)));
                } catch (InvalidValueException e) {
                  warnings.add(variable + " " + e.getMessage() + ". It is ignored.");
                }
              });
    }
    environment
        .variable("SSL_CERT_DIR")
        .ifPresent(text -> directories(text, environment, places, warnings));
    return new TrustedCertificates(places, warnings);
  }

  /** Reads a list of directories, as OpenSSL does. */
  private static void directories(
      String text,
      ProcessEnvironment environment,
      List<SettingValue<Path>> places,
      List<String> warnings) {
    String variable = "SSL_CERT_DIR";
    for (String one : text.split(File.pathSeparator, -1)) {
      if (one.isBlank()) {
        continue;
      }
      try {
        Path directory = environment.resolve(one);
        if (Files.isDirectory(directory)) {
          places.add(new SettingValue<>(directory, new Source.Environment(variable)));
          continue;
        }
      } catch (InvalidPathException ignored) {
        // It is no directory either.
      }
      warnings.add(
          variable
              + " must be an existing directory, but is "
              + UsageException.quoted(one)
              + ". It is ignored.");
    }
  }
}
