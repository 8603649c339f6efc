package io.jettymcp.cli.install;

import io.jettymcp.config.UsageException;
import io.jettymcp.text.NearestName;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Lists the names of hosts for picocli's help and completion. */
final class HostIds implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return all().iterator();
  }

  static List<String> all() {
    return Stream.concat(files().stream(), PastedHost.ids().stream()).toList();
  }

  private static List<String> files() {
    return Arrays.stream(Host.values()).map(Host::id).toList();
  }

  static UsageException unknown(String host) {
    return new UsageException(
        "Unknown host \"%s\".%s Supported: %s."
            .formatted(host, NearestName.hint(host, all()), String.join(", ", all())));
  }
}
