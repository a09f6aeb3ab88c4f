package dev.pawl.it.compared;

import dev.pawl.it.compared.Peer.Manner;
import java.time.Duration;
import java.util.Map;

/** One step of a sequence. */
sealed interface Step permits Ask, Step.Wait, Step.Person, Step.Device, Step.Sign {
  /** The time goes on. */
  record Wait(Duration time) implements Step {}

  /** The person in front of the browser makes up their mind. */
  record Person(Manner manner) implements Step {}

  /** A person types the latest device's code. */
  record Device(Manner manner) implements Step {}

  /**
   * A client signs what it says of itself; the next requests have it as {@code {client_assertion}}.
   *
   * @param client who says it
   * @param with {@code key}, {@code another key} or {@code secret}
   * @param others claims that are not the right ones; an empty text stands for none
   */
  record Sign(String client, String with, Map<String, String> others) implements Step {}
}
