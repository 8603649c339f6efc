package io.jettymcp.tool;

/**
 * The effect of a tool on Jetty, from which the protocol's hints follow.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations">ToolAnnotations</a>
 */
public enum Effect {
  /** Reads; the only effect that read-only mode leaves. */
  READ(true, false, true),
  /** Adds something; done twice, it adds twice. */
  ADD(false, false, false),
  /** Starts a run; done twice, there are two runs. */
  START(false, false, false),
  /** Reads at Jetty, and saves a file on this machine; a person is asked before one is replaced. */
  SAVE(false, true, false),
  /** Overwrites what was there; done twice, it changes nothing more. */
  OVERWRITE(false, true, true),
  /** Switches a state that another tool switches back, so nothing is lost. */
  SWITCH(false, false, true),
  /** Destroys; a person is asked first. */
  DESTROY(false, true, true);

  private final boolean readOnly;
  private final boolean destructive;
  private final boolean idempotent;

  Effect(boolean readOnly, boolean destructive, boolean idempotent) {
    this.readOnly = readOnly;
    this.destructive = destructive;
    this.idempotent = idempotent;
  }

  public boolean readOnly() {
    return readOnly;
  }

  public boolean destructive() {
    return destructive;
  }

  public boolean idempotent() {
    return idempotent;
  }
}
