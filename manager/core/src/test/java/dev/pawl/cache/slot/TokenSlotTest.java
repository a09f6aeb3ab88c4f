package dev.pawl.cache.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TokenSlotTest {
  private static final int VALUE_BYTES = 4096;
  private static final int GENERATIONS = 40_000;

  private final ByteBuffer memory = ByteBuffer.allocateDirect(TokenSlot.bytesFor(VALUE_BYTES));
  private final TokenSlot slot = new TokenSlot("me", memory);

  @Test
  void read_nothingPublished_isMiss() {
    assertThat(slot.stamp()).isZero();
    assertThat(slot.read()).isNull();
  }

  @Test
  void stamp_afterEachPublication_isGreaterAndEven() {
    slot.publish(Derived.record(1, VALUE_BYTES));
    long first = slot.stamp();

    slot.publish(Derived.record(1, VALUE_BYTES));

    assertThat(slot.stamp()).isGreaterThan(first);
    assertThat(TokenSlot.isChanging(slot.stamp())).isFalse();
  }

  @Test
  void changing_publishedBefore_hidesItUntilNextPublication() {
    slot.publish(Derived.record(1, VALUE_BYTES));
    long published = slot.stamp();

    slot.changing();

    assertThat(TokenSlot.isChanging(slot.stamp())).isTrue();
    assertThat(slot.stamp()).isGreaterThan(published);
    assertThat(slot.read()).isNull();
  }

  @Test
  void publish_leftOddByDeadWriter_repairs() {
    slot.publish(Derived.record(1, VALUE_BYTES));
    slot.changing();
    long abandoned = slot.stamp();
    TokenSlot next = new TokenSlot("me", memory);
    next.changing();

    next.publish(Derived.record(2, VALUE_BYTES));

    assertThat(slot.stamp()).isGreaterThan(abandoned);
    assertThat(slot.read())
        .isEqualTo(new TokenSlot.Reading(next.stamp(), Derived.record(2, VALUE_BYTES)));
  }

  @Test
  void read_publishedForAnotherName_isMiss() {
    slot.publish(Derived.record(1, VALUE_BYTES));

    assertThat(new TokenSlot("you", memory).read()).isNull();
  }

  @Test
  void publish_halfSurrogateInValue_leavesTheValueOut() {
    SlotRecord odd =
        new SlotRecord(1, Verdict.GOOD, 0, 0, SlotRecord.Cooldown.NONE, 0, 0, "a\ud83d", List.of());

    assertThat(slot.publish(odd)).isEqualTo(TokenSlot.Publication.WITHOUT_VALUE);
  }

  @Test
  void constructor_nameOrMemoryUnfit_saysSo() {
    ByteBuffer small = ByteBuffer.allocateDirect(64);

    assertThatThrownBy(() -> new TokenSlot("é".repeat(65), memory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("128 bytes");
    assertThatThrownBy(() -> new TokenSlot("a\ud83d", memory)).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> new TokenSlot("me", small)).hasMessageContaining("320 bytes");
    assertThatThrownBy(() -> new TokenSlot("me", memory.slice(4, 1000)))
        .hasMessageContaining("aligned");
    assertThat(new TokenSlot("é".repeat(64), memory).read()).isNull();
  }

  @Test
  void verdictCodes_neverChange() {
    List<Integer> codes = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      codes.add(verdict.code);
    }

    assertThat(codes).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Verdict.of(3)).isEqualTo(Verdict.LOGIN_REQUIRED);
    assertThat(Verdict.of(7)).isNull();
  }

  @Test
  void read_beingPublishedByAnotherThread_isNeverTorn() throws Exception {
    List<Callable<Long>> readers = List.of(this::lastGenerationSeen, this::lastGenerationSeen);
    ExecutorService threads = Executors.newFixedThreadPool(readers.size());
    try {
      List<Future<Long>> seen = new ArrayList<>();
      readers.forEach(reader -> seen.add(threads.submit(reader)));

      for (long generation = 1; generation <= GENERATIONS; generation++) {
        slot.publish(Derived.record(generation, VALUE_BYTES));
      }

      for (Future<Long> last : seen) {
        assertThat(last.get()).isEqualTo(GENERATIONS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Reads until the last generation; fails on a torn record, and on time that goes back. */
  private long lastGenerationSeen() {
    TokenSlot mine = new TokenSlot("me", memory);
    long stamp = 0;
    long generation = 0;
    while (generation < GENERATIONS && !Thread.currentThread().isInterrupted()) {
      TokenSlot.Reading reading = mine.read();
      if (reading != null) {
        assertThat(Derived.isWhole(reading.record(), VALUE_BYTES)).isTrue();
        assertThat(reading.stamp()).isGreaterThanOrEqualTo(stamp);
        assertThat(reading.record().generation()).isEqualTo(reading.stamp() / 2);
        stamp = reading.stamp();
        generation = reading.record().generation();
      }
    }
    return generation;
  }
}
