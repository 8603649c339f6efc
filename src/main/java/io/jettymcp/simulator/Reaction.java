package io.jettymcp.simulator;

import java.time.Duration;
import java.util.function.Supplier;

/** What a route makes of a call: an answer, now or after a while. */
sealed interface Reaction permits Answer, Reaction.Later {

  /** The answer is made once the time is over, so that it shows what is true then. */
  record Later(Duration pause, Supplier<Answer> answer) implements Reaction {}
}
