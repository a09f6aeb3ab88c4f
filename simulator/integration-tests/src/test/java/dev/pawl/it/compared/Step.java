package dev.pawl.it.compared;

import dev.pawl.it.compared.Peer.Manner;
import java.time.Duration;

/** One step of a sequence. */
sealed interface Step permits Ask, Step.Wait, Step.Person, Step.Device {
  /** The time goes on. */
  record Wait(Duration time) implements Step {}

  /** The person in front of the browser makes up their mind. */
  record Person(Manner manner) implements Step {}

  /** A person types the latest device's code. */
  record Device(Manner manner) implements Step {}
}
