package io.jettymcp.e2e;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs two replicas behind nginx until the test ends; without nginx the test is skipped. */
final class Replicas implements BeforeEachCallback, AfterEachCallback {
  final List<Replica> all = new ArrayList<>();
  private @Nullable Balancer nginx;

  @Override
  public void beforeEach(ExtensionContext context) {
    assumeThat(Balancer.nginx()).as("nginx, which .ci/run installs where it may").isPresent();
  }

  /**
   * @param byToken sends each token to the same replica, as sessions need it
   * @param flags of each replica, additional to those that {@link Replica} sets
   */
  void begin(Path directory, boolean byToken, String... flags) throws Exception {
    try (SocketChannel reserved = Balancer.reservePort()) {
      int port = reserved.socket().getLocalPort();
      for (String name : List.of("first", "second")) {
        all.add(new Replica(directory.resolve(name), "127.0.0.1:" + port, flags));
      }
      List<Integer> ports = all.stream().map(Replica::port).toList();
      nginx = Balancer.on(port, Files.createDirectory(directory.resolve("nginx")), ports, byToken);
    }
  }

  /** Returns the address of nginx. */
  URI url() {
    return Objects.requireNonNull(nginx).url();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (nginx != null) {
      nginx.close();
    }
    for (Replica replica : all) {
      replica.close();
    }
  }
}
