package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.ConfigEdit;
import io.jettymcp.cli.install.edit.UneditableException;
import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and edits the entry of one server in one file of a host.
 *
 * @param server the name of the server in the file
 */
record ConfiguredHost(Host host, Path path, String server) {

  /**
   * An edit that was made, or would be.
   *
   * @param before the entry, without fields if there is none
   * @param backup of the old file
   */
  record Edited(ServerEntry before, ServerEntry after, Optional<Path> backup) {
    boolean isNew() {
      return before.fields().isEmpty();
    }

    boolean isUnchanged() {
      return before.equals(after);
    }
  }

  /** Returns the entry; without fields if there is none. */
  ServerEntry entry() throws IOException, UneditableException {
    return entry(new HostFile(path).read());
  }

  /** Returns true if the file has the entry. */
  boolean hasEntry() throws IOException, UneditableException {
    String text = new HostFile(path).read();
    return edit(text, shape(text)).entry().isPresent();
  }

  /** Returns true if the file can be read and has the entry. */
  boolean isInstalled() {
    try {
      return hasEntry();
    } catch (IOException | UneditableException e) {
      return false;
    }
  }

  private ServerEntry entry(String text) throws UneditableException {
    EntryShape shape = shape(text);
    return new ServerEntry(shape, edit(text, shape).entry().orElse(Map.of()));
  }

  /** Returns the entry for a request, without writing it. */
  Edited planned(ServerRequest request, boolean reset) throws IOException, UneditableException {
    String text = new HostFile(path).read();
    Edited planned = planned(text, request, reset);
    // Proves that it can be written.
    edited(text, planned);
    return planned;
  }

  private Edited planned(String text, ServerRequest request, boolean reset)
      throws UneditableException {
    ServerEntry before = entry(text);
    if (!reset && request instanceof ServerRequest.Local) {
      requireReadable(before);
    }
    ServerEntry base = reset ? new ServerEntry(before.shape(), Map.of()) : before;
    return new Edited(before, base.with(request, server), Optional.empty());
  }

  /** Refuses a command line whose flags would be lost. */
  private void requireReadable(ServerEntry entry) {
    String problem = "";
    if (entry.shape().hasOtherArguments(entry.fields())) {
      problem = "has an argument that is not text";
    } else if (entry.parts().isScript()) {
      problem = "is started by a shell command, whose flags cannot be taken over";
    }
    if (!problem.isEmpty()) {
      throw new UsageException(
          "The server \"%s\" in %s %s. Change it by hand, or replace it with --reset and the flags"
                  .formatted(server, path, problem)
              + " that you want.");
    }
  }

  /** Writes the entry for a request; nothing if it is there already. */
  Edited install(ServerRequest request, boolean reset) throws IOException, UneditableException {
    List<Edited> made = new ArrayList<>();
    Optional<Path> backup =
        new HostFile(path)
            .edit(
                text -> {
                  made.add(planned(text, request, reset));
                  return edited(text, made.get(made.size() - 1));
                });
    Edited last = made.get(made.size() - 1);
    return new Edited(last.before(), last.after(), backup);
  }

  private String edited(String text, Edited edit) throws UneditableException {
    return edit.isUnchanged() ? text : edit(text, edit.after().shape()).with(edit.after().fields());
  }

  /** Removes the entry and returns the backup, if there was an entry. */
  Optional<Path> uninstall() throws IOException, UneditableException {
    return new HostFile(path).edit(text -> edit(text, shape(text)).without(kept(shape(text))));
  }

  /** Keeps maps in a map, because an empty one shows a host's version. */
  private static int kept(EntryShape shape) {
    return shape.servers().size() > 1 ? shape.servers().size() : 0;
  }

  private EntryShape shape(String text) throws UneditableException {
    return host.shape(host.format().read(text));
  }

  private ConfigEdit edit(String text, EntryShape shape) throws UneditableException {
    return new ConfigEdit(host.format(), text, names(shape));
  }

  /** Returns a configuration with this entry alone. */
  String alone(ServerEntry entry) {
    return host.format().alone(names(entry.shape()), entry.fields());
  }

  private List<String> names(EntryShape shape) {
    List<String> names = new ArrayList<>(shape.servers());
    names.add(server);
    return names;
  }
}
