package dev.pawl.it.compared;

import java.util.List;
import java.util.stream.Stream;

/** What both are asked. */
final class Sequences {
  private Sequences() {}

  /** Returns all sequences. */
  static List<Sequence> all() {
    return Stream.of(
            CodeSequences.ALL,
            ClientSequences.ALL,
            AssertionSequences.ALL,
            RefreshSequences.ALL,
            TokenSequences.ALL,
            InformationSequences.ALL,
            AuthorizationSequences.ALL,
            PushSequences.ALL,
            DeviceSequences.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
