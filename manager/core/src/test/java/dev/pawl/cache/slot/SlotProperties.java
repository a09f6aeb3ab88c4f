package dev.pawl.cache.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.FileIdentity;
import dev.pawl.spi.Grant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds of a slot whatever memory it stands in; each engine of the cache has it run. */
public class SlotProperties {
  public static final int VALUE_BYTES = 448;

  private final ByteBuffer memory;
  private final TokenSlot slot;

  /**
   * Made by a test of each engine.
   *
   * @param memory of a slot for "me" with {@link #VALUE_BYTES}
   */
  public SlotProperties(ByteBuffer memory) {
    this.memory = memory;
    this.slot = new TokenSlot("me", memory);
  }

  @Property
  void publish_anyRecord_isReadAsItWas(@ForAll("records") SlotRecord record) {
    TokenSlot.Publication publication = slot.publish(record);

    assertThat(publication).isEqualTo(TokenSlot.Publication.WHOLE);
    assertThat(new TokenSlot("me", memory).read())
        .isEqualTo(new TokenSlot.Reading(slot.stamp(), record));
  }

  @Property
  void publish_valueTooLong_leavesOnlyTheValueOut(
      @ForAll("records") SlotRecord record, @ForAll @IntRange(min = 1, max = 9999) int excess) {
    TokenSlot.Publication publication =
        slot.publish(with(record, "x".repeat(VALUE_BYTES + excess)));

    assertThat(publication).isEqualTo(TokenSlot.Publication.WITHOUT_VALUE);
    assertThat(slot.read()).isEqualTo(new TokenSlot.Reading(slot.stamp(), with(record, null)));
  }

  @Property
  void read_anyBitOfRecordFlipped_isMiss(
      @ForAll("records") SlotRecord record, @ForAll @IntRange(min = 0, max = 99_999) int random) {
    slot.publish(record);
    int value = record.access() == null ? 0 : bytes(record.access());
    int bit = random % (8 * (SlotFormat.VALUE - SlotFormat.RECORD + value));
    int at = SlotFormat.RECORD + bit / 8;

    memory.put(at, (byte) (memory.get(at) ^ 1 << bit % 8));

    assertThat(slot.read()).isNull();
  }

  @Property
  void read_anyMemory_neitherFailsNorInvents(@ForAll byte[] noise, @ForAll long sequence) {
    memory.put(SlotFormat.CHECKSUM, noise, 0, Math.min(noise.length, VALUE_BYTES));
    memory.putLong(SlotFormat.SEQUENCE, sequence);

    assertThat(slot.read()).isNull();
  }

  @Provide
  Arbitrary<SlotRecord> records() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.just("x".repeat(VALUE_BYTES)),
            Arbitraries.just("\ud83d\udd11".repeat(VALUE_BYTES / 4)),
            Arbitraries.strings().ofMaxLength(VALUE_BYTES / 3));
    Arbitrary<Long> number = Arbitraries.longs();
    Arbitrary<List<FileIdentity>> identities =
        Combinators.combine(number, number, number)
            .as(FileIdentity::new)
            .list()
            .ofMaxSize(SlotRecord.MAX_IDENTITIES);
    return Combinators.combine(
            number.list().ofSize(8),
            Arbitraries.of(Verdict.class),
            text.filter(SlotProperties::isUnicode).injectNull(0.2),
            identities)
        .as(SlotProperties::record);
  }

  private static SlotRecord record(
      List<Long> n, Verdict verdict, @Nullable String access, List<FileIdentity> identities) {
    return new SlotRecord(
        counted(n.get(0)),
        verdict,
        n.get(1),
        n.get(2),
        new Cooldown(n.get(3), n.get(4)),
        counted(n.get(5)),
        n.get(6),
        (int) Math.floorMod(n.get(7), (long) SlotRecord.MOST_FAILURES + 1),
        access,
        identities);
  }

  /* A number that generations can have counted up to. */
  private static long counted(long number) {
    return number & (Grant.MAX_GENERATION - 1);
  }

  private static SlotRecord with(SlotRecord record, @Nullable String access) {
    return new SlotRecord(
        record.generation(),
        record.verdict(),
        record.issuedAt(),
        record.expiresAt(),
        record.cooldown(),
        record.rejectedGeneration(),
        record.skewMillis(),
        record.failures(),
        access,
        record.decidedFrom());
  }

  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
