package io.jettymcp.tool;

import java.util.Optional;

/**
 * Holds internal tools for a caller that follows by itself what a call of a tool has begun. Their
 * arguments are those of {@link Ongoing}.
 *
 * @param follow reads how far it is; its last result is that of the call
 * @param stop stops it; empty where the call waits for what others began
 */
public record Background(Tool follow, Optional<Tool> stop) {
  /** Returns the same for callers on other machines. */
  Optional<Background> forRemoteCallers() {
    return follow
        .forRemoteCallers()
        .map(remote -> new Background(remote, stop.flatMap(Tool::forRemoteCallers)));
  }
}
