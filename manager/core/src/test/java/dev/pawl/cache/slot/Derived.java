package dev.pawl.cache.slot;

import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.FileIdentity;
import java.util.List;
import java.util.Objects;

/** Records whose every field follows from the generation, so that a torn one gives itself away. */
public final class Derived {
  private Derived() {}

  public static SlotRecord record(long generation, int valueBytes) {
    int length = (int) (generation * 7919 % (valueBytes + 1));
    String access = String.valueOf((char) ('a' + generation % 26)).repeat(length);
    return new SlotRecord(
        generation,
        Objects.requireNonNull(Verdict.of(1 + (int) (generation % 6))),
        generation * 3,
        generation * 5,
        new Cooldown(generation * 7, generation * 6),
        Math.max(0, generation - 1),
        -generation,
        (int) (generation % SlotRecord.MOST_FAILURES),
        generation % 11 == 0 ? null : access,
        List.of(new FileIdentity(generation, ~generation, generation << 20)));
  }

  public static boolean isWhole(SlotRecord record, int valueBytes) {
    return record.equals(record(record.generation(), valueBytes));
  }
}
